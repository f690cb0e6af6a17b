"""Writes the messages in traditional characters from those in simplified ones.

    pip install opencc-python-reimplemented
    python3 infra/words/hant.py

OpenCC converts characters and phrases; WORDS and KEYS put right what an office
writes otherwise. Run it when a Chinese message was added or changed, and read
the difference: go test ./shared/i18n finds what is missing. The product itself
needs neither this script nor Python.

It also writes shared/i18n/hant.txt, the characters and the phrases by which the
product shows texts that a policy has in simplified characters only.
"""
import collections
import glob
import json
import os
import re

from opencc import OpenCC

# Words that OpenCC turns into those of programmers, or leaves as they were.
WORDS = {
    "釋出": "發布", "高階": "高級", "許可權": "權限", "型別": "類型", "工作臺": "工作台", "這臺": "這台", "采用": "採用",
    "透過": "通過", "郵箱": "信箱", "物件": "對象", "籤": "簽", "回複": "回覆", "稽核": "審核", "投訴資訊": "投訴內容",
    "迴": "回", "彙總": "匯總", "公佈": "公布", "查詢": "查找", "支援": "支持", "專案": "項目", "檢視": "查看",
    "併發": "並發", "併傳": "並傳", "併合並": "並合併", "“": "「", "”": "」",
}

# Messages that are not a conversion at all.
KEYS = {"print.language": "繁體中文", "page.language.short": "繁", "page.map-url": "https://maps.apple.com/?q={0}"}

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "shared", "i18n", "messages")
convert = OpenCC("s2twp").convert

os.makedirs(os.path.join(here, "zh-Hant"), exist_ok=True)
for path in sorted(glob.glob(os.path.join(here, "zh", "*.json"))):
    with open(path, encoding="utf-8") as f:
        messages = json.load(f, object_pairs_hook=collections.OrderedDict)
    lines = []
    for key, text in messages.items():
        text = convert(text)
        for wrong, right in WORDS.items():
            text = text.replace(wrong, right)
        text = KEYS.get(key, text)
        lines.append("  %s: %s" % (json.dumps(key), json.dumps(text, ensure_ascii=False)))
    with open(os.path.join(here, "zh-Hant", os.path.basename(path)), "w", encoding="utf-8") as f:
        f.write("{\n" + ",\n".join(lines) + "\n}\n")


# The table for texts of policies: every character of GB 2312 that is written
# otherwise, and the phrases of our own regulations in which OpenCC tells apart
# what one simplified character stands for.
convert = OpenCC("s2tw").convert
PHRASES = {"发布": "發布", "汇总": "匯總", "信息": "資訊", "部门": "部門", "布置": "佈置", "彙报": "匯報", "汇报": "匯報", "联系": "聯繫", "菜单": "菜單"}
gb = [bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
characters = {c: convert(c) for c in gb if c and convert(c) != c}
phrases = dict(PHRASES)
for path in sorted(glob.glob(os.path.join(here, "..", "..", "policy", "presets", "**", "*.yaml"), recursive=True)):
    with open(path, encoding="utf-8") as f:
        lines = f.read().splitlines()
    for line in lines:
        after = convert(line)
        if len(after) != len(line):
            continue
        for i, c in enumerate(line):
            if characters.get(c, c) == after[i]:
                continue
            for window in ((i, i + 2), (i - 1, i + 1), (i - 1, i + 2), (i - 2, i + 2)):
                part = line[max(window[0], 0):window[1]]
                if re.fullmatch("[\u4e00-\u9fff]+", part) and convert(part) == after[max(window[0], 0):window[1]]:
                    phrases.setdefault(part, convert(part))
                    break
with open(os.path.join(here, "..", "hant.txt"), "w", encoding="utf-8") as f:
    for table in (dict(sorted(phrases.items(), key=lambda p: (-len(p[0]), p[0]))), dict(sorted(characters.items()))):
        for simplified, traditional in table.items():
            f.write("%s %s\n" % (simplified, traditional))
