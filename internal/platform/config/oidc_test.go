package config_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"sluse/internal/platform/config"
)

func TestProviderSettings(t *testing.T) {
	whole := config.OIDC{Issuer: "https://login.example/t/v2.0", ClientID: "sluse", ClientSecret: "s", Name: "Kommune", Domains: "kommune.example, Thisted.example"}
	for name, c := range map[string]struct {
		change  func(o *config.OIDC)
		setting string
	}{
		"whole":                   {func(*config.OIDC) {}, ""},
		"none":                    {func(o *config.OIDC) { *o = config.OIDC{} }, ""},
		"a trial on this machine": {func(o *config.OIDC) { o.Issuer = "http://localhost:9998" }, ""},
		"half":                    {func(o *config.OIDC) { o.Issuer = "" }, "SLUSE_OIDC_ISSUER"},
		"unencrypted":             {func(o *config.OIDC) { o.Issuer = "http://login.example" }, "SLUSE_OIDC_ISSUER"},
		"no client":               {func(o *config.OIDC) { o.ClientID = "" }, "SLUSE_OIDC_CLIENT_ID"},
		"no secret":               {func(o *config.OIDC) { o.ClientSecret = "" }, "SLUSE_OIDC_CLIENT_SECRET"},
		"no domains":              {func(o *config.OIDC) { o.Domains = " , " }, "SLUSE_OIDC_DOMAINS"},
		"every domain":            {func(o *config.OIDC) { o.Domains = "*" }, "SLUSE_OIDC_DOMAINS"},
		"an address":              {func(o *config.OIDC) { o.Domains = "a@kommune.example" }, "SLUSE_OIDC_DOMAINS"},
		"with organisations":      {func(o *config.OIDC) { o.Domains = "kolding.example=0621, raad.example = Rådet & Co ,x.example" }, ""},
		"half a code":             {func(o *config.OIDC) { o.Domains = "kolding.example=621" }, "SLUSE_OIDC_DOMAINS"},
		"no organisation":         {func(o *config.OIDC) { o.Domains = "kolding.example=" }, "SLUSE_OIDC_DOMAINS"},
		"two organisations":       {func(o *config.OIDC) { o.Domains = "kolding.example=0621=0787" }, "SLUSE_OIDC_DOMAINS"},
		"a domain twice":          {func(o *config.OIDC) { o.Domains = "kolding.example=0621,Kolding.example=0787" }, "SLUSE_OIDC_DOMAINS"},
		"only an organisation":    {func(o *config.OIDC) { o.Domains = "=0621" }, "SLUSE_OIDC_DOMAINS"},
	} {
		settings := config.Config{Addr: "localhost:8080", DataDir: t.TempDir(), Demo: true, OIDC: whole}
		c.change(&settings.OIDC)
		err := settings.Check()
		var problem *config.Problem
		if errors.As(err, &problem) != (c.setting != "") || problem != nil && problem.Setting != c.setting {
			t.Errorf("%s: %v, want %q", name, err, c.setting)
		}
	}
	if got := whole.TrustedDomains(); !slices.Equal(got, []string{"kommune.example", "thisted.example"}) {
		t.Errorf("domains %v", got)
	}
}

func TestDomainsAndTheirOrganisations(t *testing.T) {
	o := config.OIDC{Domains: "Kolding.example=0621, raad.example = Rådet & Co,, x.example"}
	if got := o.TrustedDomains(); !slices.Equal(got, []string{"kolding.example", "raad.example", "x.example"}) {
		t.Errorf("domains %v", got)
	}
	if got := o.Homes(); !maps.Equal(got, map[string]string{"kolding.example": "0621", "raad.example": "Rådet & Co"}) {
		t.Errorf("homes %v", got)
	}
	settings := config.Config{Addr: "localhost:8080", DataDir: t.TempDir(), Demo: true, OIDC: config.OIDC{
		Issuer: "https://login.example", ClientID: "sluse", ClientSecret: "s", Domains: "kolding.example=62",
	}}
	err := settings.Check()
	if err == nil || !strings.Contains(err.Error(), "kolding.example") || !strings.Contains(err.Error(), `"62"`) || strings.Contains(err.Error(), "\n") {
		t.Errorf("said %v", err)
	}
}
