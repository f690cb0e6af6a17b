package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

// secret stands for a place in metadata.
const secret = "31 deg 13 min N"

// exif makes EXIF data of a picture that lies on its side, with a place.
func exif() []byte {
	b := []byte("II\x2a\x00\x08\x00\x00\x00")
	le := binary.LittleEndian
	b = le.AppendUint16(b, 2)
	b = append(b, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0)            // orientation 6
	b = append(b, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0)           // place at 38
	b = append(b, 0, 0, 0, 0)                                          // no further directory
	b = le.AppendUint16(b, 1)                                          // the place has one entry
	b = append(b, 2, 0, 2, 0, byte(len(secret)), 0, 0, 0, 56, 0, 0, 0) // text at 56
	return append(append(b, 0, 0, 0, 0), secret...)
}

func picture() image.Image { return image.NewGray(image.Rect(0, 0, 40, 30)) }

// jpegSample is a photo with place, comment, XMP and something behind it.
func jpegSample(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	out := bytes.NewBuffer([]byte{0xff, soi})
	write(out, app1, append([]byte("Exif\x00\x00"), exif()...))
	write(out, app1, []byte("http://ns.adobe.com/xap/1.0/\x00"+secret))
	write(out, app2, []byte("ICC_PROFILE\x00\x01\x01profile"))
	write(out, app2, []byte("MPF\x00"+secret))
	write(out, comment, []byte(secret))
	out.Write(b.Bytes()[2:])
	out.WriteString(secret)
	return out.Bytes()
}

func pngChunk(name string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngSample is a drawing with EXIF data and a comment.
func pngSample(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	head := len(pngMagic) + 25
	return bytes.Join([][]byte{b.Bytes()[:head], pngChunk("eXIf", exif()), pngChunk("tEXt", []byte("Place\x00"+secret)), b.Bytes()[head:]}, nil)
}

// webpSample has an extended header that announces EXIF data, a picture of
// 40 × 30 and the data.
func webpSample() []byte {
	chunk := func(name string, body []byte) []byte {
		b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body)))
		if b = append(b, body...); len(body)%2 == 1 {
			b = append(b, 0)
		}
		return b
	}
	body := bytes.Join([][]byte{
		[]byte("WEBP"), chunk("VP8X", []byte{webpEXIF | webpXMP | 0x10, 0, 0, 0, 39, 0, 0, 29, 0, 0}),
		chunk("VP8L", binary.LittleEndian.AppendUint32([]byte{0x2f}, 39|29<<14)), chunk("EXIF", exif()), chunk("XMP ", []byte(secret)),
	}, nil)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func isoBox(name string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), name...), body...)
}

// heicSample has the boxes that matter, a place in EXIF data and one in XMP.
func heicSample() []byte {
	ispe := isoBox("ispe", []byte{0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30})
	return bytes.Join([][]byte{
		isoBox("ftyp", []byte("mif1\x00\x00\x00\x00mif1heic")),
		isoBox("meta", []byte{0, 0, 0, 0}, isoBox("iprp", isoBox("ipco", ispe))),
		isoBox("mdat", []byte("\x00\x00\x00\x06Exif\x00\x00"), exif(), []byte("<x:xmpmeta>"+secret+"</x:xmpmeta>pixels")),
	}, nil)
}

// archive makes a zip of parts, each named and filled.
func archive(t testing.TB, parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
