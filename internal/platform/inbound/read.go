package inbound

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	stdmail "net/mail"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mails in windows-1252 and the like
	"github.com/emersion/go-smtp"
)

const (
	// maxText bounds what is read of one part's words, maxParts and maxDepth how
	// a mail may be built.
	maxText  = 1 << 20
	maxParts = 100
	maxDepth = 10
)

// Read makes a letter of a mail. Its error is a *Refusal, or the listener's own
// where the mail is too big.
func Read(r io.Reader) (Letter, error) {
	hash := sha256.New()
	entity, err := message.Read(io.TeeReader(r, hash))
	if entity == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return Letter{}, unreadable(err)
	}
	l := Letter{Machine: machine(entity.Header)}
	if l.From, err = sender(entity.Header); err != nil {
		return Letter{}, err
	}
	b := &body{}
	if err := b.take(entity, 0); err != nil {
		return Letter{}, unreadable(err)
	}
	// Whatever stands after the last part belongs to the mail all the same.
	if _, err := io.Copy(io.Discard, io.TeeReader(r, hash)); err != nil {
		return Letter{}, unreadable(err)
	}
	l.Text, l.Attachments = b.text(), b.attachments
	l.MessageID = strings.Trim(strings.TrimSpace(entity.Header.Get("Message-Id")), "<>")
	if l.MessageID == "" || len(l.MessageID) > 500 {
		l.MessageID = "content." + hex.EncodeToString(hash.Sum(nil))
	}
	return l, nil
}

// unreadable keeps the listener's own error for a mail that is too big.
func unreadable(err error) error {
	var tooBig *smtp.SMTPError
	if errors.As(err, &tooBig) {
		return err
	}
	if err == nil {
		return errUnreadable
	}
	return fmt.Errorf("%w: %w", errUnreadable, err)
}

func sender(h message.Header) (string, error) {
	if fields := h.FieldsByKey("From"); fields.Len() != 1 {
		return "", errFromWhom
	}
	decoder := &mime.WordDecoder{CharsetReader: message.CharsetReader}
	parser := stdmail.AddressParser{WordDecoder: decoder}
	list, err := parser.ParseList(h.Get("From"))
	if err != nil || len(list) != 1 {
		return "", errFromWhom
	}
	return strings.ToLower(list[0].Address), nil
}

// body gathers what the parts of a mail hold.
type body struct {
	plain, html []string
	parts       int
	attachments int
}

// text is what a person newly wrote. Plain text is taken where there is some.
func (b *body) text() string {
	if text := strings.TrimSpace(strings.Join(b.plain, "\n")); text != "" {
		return NewText(text)
	}
	return NewText(strings.Join(b.html, "\n"))
}

func (b *body) take(e *message.Entity, depth int) error {
	if b.parts++; b.parts > maxParts || depth > maxDepth {
		return errors.New("too many parts")
	}
	kind, params, err := e.Header.ContentType()
	if err != nil {
		kind = "text/plain"
	}
	if parts := e.MultipartReader(); parts != nil {
		return b.takeParts(parts, depth)
	}
	disposition, _, _ := e.Header.ContentDisposition()
	inline := disposition != "attachment" && e.Header.Get("Content-Id") != ""
	switch {
	case disposition != "attachment" && kind == "text/plain":
		text, err := words(e.Body)
		if strings.EqualFold(params["format"], "flowed") {
			text = unflow(text, strings.EqualFold(params["delsp"], "yes"))
		}
		b.plain = append(b.plain, text)
		return err
	case disposition != "attachment" && kind == "text/html":
		text, err := words(e.Body)
		b.html = append(b.html, FromHTML(text))
		return err
	case !inline && kind != "application/pgp-signature" && kind != "application/pkcs7-signature":
		b.attachments++
	}
	_, err = io.Copy(io.Discard, e.Body)
	return err
}

func (b *body) takeParts(parts message.MultipartReader, depth int) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			if n > 0 && errors.Is(err, io.ErrUnexpectedEOF) {
				return nil // cut off at the end: what came is a letter
			}
			return err
		}
		if err := b.take(part, depth+1); err != nil {
			return err
		}
	}
}

// words reads a part's text, as valid UTF-8 without control characters. Of a broken
// encoding what can be read is kept.
func words(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxText))
	var tooBig *smtp.SMTPError
	if errors.As(err, &tooBig) {
		return "", fmt.Errorf("read a part: %w", err)
	}
	return clean(string(text)), nil
}

// unflow joins the lines of format=flowed (RFC 3676): one that ends in a space goes
// on in the next.
func unflow(text string, deleteSpace bool) string {
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		bare := strings.TrimPrefix(line, " ") // space-stuffed
		if deleteSpace {
			bare = strings.TrimSuffix(bare, " ")
		}
		out.WriteString(bare)
		if !strings.HasSuffix(line, " ") || line == "-- " || strings.HasPrefix(line, ">") {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
