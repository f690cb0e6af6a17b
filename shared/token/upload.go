package token

import "time"

// An Upload is a file that somebody has announced: where it will be, and what
// it is to become.
type Upload struct {
	Reception       string
	Person          string // staff id: nobody else may bring it in
	ID              string // under which the content arrives
	Name            string
	Type            string // media type
	Size            int64  // 0: not known before
	Kind            string
	Confidentiality string
	Expires         time.Time // to the second
}

// SignUpload gives the token of an announced file.
func (r *Ring) SignUpload(u Upload) string {
	var p packer
	for _, text := range []string{u.Reception, u.Person, u.ID, u.Name, u.Type, u.Kind, u.Confidentiality} {
		p.text(text)
	}
	p.number(u.Size)
	p.time(u.Expires)
	return r.sign(useUpload, p)
}

// OpenUpload reads a token; a forged one is not-found.
func (r *Ring) OpenUpload(token string) (Upload, error) {
	data, err := r.verify(useUpload, token)
	if err != nil {
		return Upload{}, err
	}
	u := unpacker{data: data}
	up := Upload{Reception: u.text(), Person: u.text(), ID: u.text(), Name: u.text(), Type: u.text(), Kind: u.text(), Confidentiality: u.text(),
		Size: u.number(), Expires: u.time()}
	return up, u.done()
}
