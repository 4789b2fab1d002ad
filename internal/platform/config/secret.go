package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// secretBytes is the length of the signing key: 256 bits.
const secretBytes = 32

func (c *Config) checkSecret() error {
	if c.Secret == "" {
		return nil
	}
	if key, err := hex.DecodeString(c.Secret); err != nil || len(key) != secretBytes {
		return &Problem{"SLUSE_SECRET", "is not a key", "write 64 hexadecimal digits, such as `openssl rand -hex 32` gives, or leave it empty"}
	}
	return nil
}

// SecretPath is the file of the signing key.
func (c *Config) SecretPath() string { return filepath.Join(c.DataDir, "secret.key") }

// CheckSigningKey says what is wrong with a key that is there; where there is none
// yet, the first start makes it.
func (c *Config) CheckSigningKey() error {
	if c.Secret != "" {
		return nil
	}
	if _, err := readKey(c.SecretPath()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// SigningKey returns the key that links in mails are signed with. It is made at
// the first start and kept in the data folder, readable by this user only;
// several nodes share one through SLUSE_SECRET. Who loses it makes every link
// that was sent worthless, and nothing else.
func (c *Config) SigningKey() ([]byte, error) {
	if c.Secret != "" {
		return hex.DecodeString(c.Secret)
	}
	if err := c.MakeDataDir(); err != nil {
		return nil, err
	}
	key, err := readKey(c.SecretPath())
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := writeKey(c.SecretPath()); err != nil {
		return nil, err
	}
	return readKey(c.SecretPath())
}

func readKey(path string) ([]byte, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own setting
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	if err != nil {
		return nil, &Problem{"SLUSE_DATA_DIR", "holds a secret.key that cannot be read (" + err.Error() + ")", "give it to this user, or restore it from a backup"}
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != secretBytes {
		return nil, &Problem{"SLUSE_DATA_DIR", "holds a damaged secret.key", "restore it from a backup, or delete it: links in mails already sent then stop working"}
	}
	return key, nil
}

// writeKey makes the file whole or not at all; when two starts race, the first
// one's key stays.
func writeKey(path string) error {
	key := make([]byte, secretBytes)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	file, err := os.CreateTemp(filepath.Dir(path), ".secret-*")
	if err != nil {
		return fmt.Errorf("make signing key: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.WriteString(hex.EncodeToString(key) + "\n")
	if err == nil {
		err = file.Chmod(0o600)
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("make signing key: %w", err)
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep signing key: %w", err)
	}
	return nil
}
