package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/labstack/echo/v4"
)

// Text is a part of answers that is the same for many people: it is encoded once for
// all of them, and compressed once.
type Text struct {
	plain []byte
	once  sync.Once
	tight []byte
}

// NewText keeps text, which must not change any more.
func NewText(text []byte) *Text { return &Text{plain: text} }

// Plain is the text as it was given.
func (t *Text) Plain() []byte { return t.plain }

// deflated is the text as blocks of DEFLATE (RFC 1951). They end at a whole byte and
// point at nothing before them, so that they may stand in any stream.
func (t *Text) deflated() []byte {
	t.once.Do(func() {
		var out bytes.Buffer
		w, err := flate.NewWriter(&out, flate.DefaultCompression)
		if err == nil {
			_, err = w.Write(t.plain)
		}
		if err == nil {
			err = w.Flush()
		}
		if err != nil {
			panic("web: compress into memory: " + err.Error())
		}
		t.tight = bytes.Clone(out.Bytes())
	})
	return t.tight
}

// Shared is a body that begins with what is its reader's own and ends with what is
// the same for many. Text is nil where the body is to be encoded as any other.
type Shared interface {
	Shared() (own []byte, text *Text, err error)
}

// The ends of a gzip stream (RFC 1952): its head, without a name or a time, and the
// empty block that says that there are no more.
var (
	gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}
	noMore   = []byte{1, 0, 0, 0xff, 0xff}
)

// mostStored is what a block without compression can hold.
const mostStored = 1<<16 - 1

// writeShared writes a body in two parts. Whoever takes gzip gets the first as it is,
// for it is short, and the second as it was compressed for somebody before.
func writeShared(w io.Writer, own []byte, text *Text) error {
	parts := [][]byte{own, text.plain}
	if response, ok := w.(*echo.Response); ok {
		if _, taken := response.Writer.(packing); taken && len(own) <= mostStored {
			response.Header().Set(echo.HeaderContentEncoding, "gzip")
			parts = gzipped(own, text)
		}
		size := 0
		for _, part := range parts {
			size += len(part)
		}
		if response.Status < http.StatusMultipleChoices {
			response.Header().Set(echo.HeaderContentLength, strconv.Itoa(size))
		}
	}
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

func gzipped(own []byte, text *Text) [][]byte {
	first := make([]byte, 0, len(gzipHead)+5+len(own))
	first = append(first, gzipHead...)
	first = append(first, 0) // a stored block, not the last
	first = binary.LittleEndian.AppendUint16(first, uint16(len(own)))
	first = binary.LittleEndian.AppendUint16(first, ^uint16(len(own)))
	first = append(first, own...)
	last := make([]byte, 0, len(noMore)+8)
	last = append(last, noMore...)
	sum := crc32.Update(crc32.ChecksumIEEE(own), crc32.IEEETable, text.plain)
	last = binary.LittleEndian.AppendUint32(last, sum)
	last = binary.LittleEndian.AppendUint32(last, uint32(len(own)+len(text.plain)))
	return [][]byte{first, text.deflated(), last}
}
