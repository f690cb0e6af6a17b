package page

import (
	"html/template"
	"text/template/parse"

	"yingbin/shared/i18n"
)

// inline puts the texts that a page says at every showing, {{t "key"}}, into its
// parsed templates. A page says a hundred of them; a template asks for each by
// reflection, and a page that is parsed for one showing has less to escape.
func inline(l i18n.Lang, t *template.Template) {
	for _, part := range t.Templates() {
		if part.Tree != nil {
			inlineList(l, part.Tree.Root)
		}
	}
}

func inlineList(l i18n.Lang, list *parse.ListNode) {
	if list == nil {
		return
	}
	for i, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if key, ok := constant(n.Pipe); ok {
				text := template.HTMLEscapeString(i18n.T(l, "page."+key))
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)}
			}
		case *parse.IfNode:
			inlineBranch(l, &n.BranchNode)
		case *parse.RangeNode:
			inlineBranch(l, &n.BranchNode)
		case *parse.WithNode:
			inlineBranch(l, &n.BranchNode)
		}
	}
}

func inlineBranch(l i18n.Lang, b *parse.BranchNode) {
	inlineList(l, b.List)
	inlineList(l, b.ElseList)
}

// constant tells the key of an action that only says a text.
func constant(p *parse.PipeNode) (key string, ok bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	name, _ := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	text, _ := p.Cmds[0].Args[1].(*parse.StringNode)
	if name == nil || name.Ident != "t" || text == nil {
		return "", false
	}
	return text.Text, true
}
