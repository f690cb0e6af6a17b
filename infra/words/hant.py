"""Writes the messages in traditional characters from those in simplified ones.

    pip install opencc-python-reimplemented
    python3 infra/words/hant.py

OpenCC converts characters and phrases; WORDS and KEYS put right what an office
writes otherwise. Run it when a Chinese message was added or changed, and read
the difference: go test ./shared/i18n finds what is missing. The product itself
needs neither this script nor Python.
"""
import collections
import glob
import json
import os

from opencc import OpenCC

# Words that OpenCC turns into those of programmers, or leaves as they were.
WORDS = {
    "釋出": "發布", "高階": "高級", "許可權": "權限", "型別": "類型", "工作臺": "工作台", "這臺": "這台", "采用": "採用",
    "透過": "通過", "郵箱": "信箱", "物件": "對象", "籤": "簽", "回複": "回覆", "稽核": "審核", "投訴資訊": "投訴內容",
    "迴": "回", "彙總": "匯總", "公佈": "公布", "查詢": "查找", "支援": "支持", "專案": "項目",
}

# Messages that are not a conversion at all.
KEYS = {"print.language": "繁體中文", "page.language.short": "繁"}

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
