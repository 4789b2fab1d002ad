package app_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"sluse/internal/app"
)

// wrongs are the things that the doctor finds wrong, with what it says.
func wrongs(t *testing.T, options app.Options) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, finding := range app.Examine(t.Context(), options) {
		if finding.Text == "" {
			t.Errorf("%s: nothing said", finding.Thing)
		}
		if finding.Wrong && finding.Thing != "frontend" { // which tests run without
			found[finding.Thing] = finding.Text
		}
	}
	return found
}

func TestDoctorFindsNothingWrong(t *testing.T) {
	if found := wrongs(t, filled(t)); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}

func TestDoctorSaysWhatToDo(t *testing.T) {
	cases := map[string]struct {
		spoil       func(t *testing.T, o *app.Options)
		thing, text string
	}{
		"settings": {func(_ *testing.T, o *app.Options) { o.Config.Log = "xml" }, "settings", "SLUSE_LOG"},
		"plain address": {func(_ *testing.T, o *app.Options) {
			o.Config.Demo, o.Config.SMTPURL, o.Config.BaseURL = false, "log:", "http://sluse.example"
		}, "address", "https://"},
		"load test": {func(_ *testing.T, o *app.Options) { o.Config.Unlimited = true }, "address", "SLUSE_UNLIMITED"},
		"open folder": {func(t *testing.T, o *app.Options) {
			if err := os.Chmod(o.Config.DataDir, 0o755); err != nil {
				t.Fatal(err)
			}
		}, "files", "chmod 700"},
		"open key": {func(t *testing.T, o *app.Options) {
			if err := os.Chmod(o.Config.SecretPath(), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "files", "chmod 600"},
		"damaged key": {func(t *testing.T, o *app.Options) {
			if err := os.WriteFile(o.Config.SecretPath(), []byte("not a key\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "files", "damaged secret.key"},
		"key that cannot be read": {func(t *testing.T, o *app.Options) {
			// A folder in its place: the tests may run as somebody who can read every file.
			if err := errors.Join(os.Remove(o.Config.SecretPath()), os.Mkdir(o.Config.SecretPath(), 0o700)); err != nil {
				t.Fatal(err)
			}
		}, "files", "give it to this user"},
		"old database": {func(t *testing.T, o *app.Options) {
			db := open(t, *o)
			defer db.Close()
			if _, err := db.WriterSQL().ExecContext(t.Context(), "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)"); err != nil {
				t.Fatal(err)
			}
		}, "database", "sluse migrate"},
		"mail server that is away": {func(_ *testing.T, o *app.Options) {
			o.Config.Demo, o.Config.BaseURL = false, "https://sluse.example"
			o.Config.SMTPURL, o.Config.MailFrom = "smtp://127.0.0.1:1", "sluse@sluse.example"
		}, "mail", "connection refused: check SLUSE_SMTP_URL"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			options := filled(t)
			c.spoil(t, &options)
			found := wrongs(t, options)
			if !strings.Contains(found[c.thing], c.text) || len(found) != 1 {
				t.Errorf("found %v", found)
			}
		})
	}
}
