package config

import (
	"net/url"
	"regexp"
	"strings"
)

// OIDC are the settings of the organisation's own sign-in, such as Entra ID. All
// empty: there is none.
type OIDC struct {
	Issuer       string `env:"SLUSE_OIDC_ISSUER" help:"Issuer of an OpenID Connect provider, such as https://login.microsoftonline.com/TENANT/v2.0; empty means none."`
	ClientID     string `env:"SLUSE_OIDC_CLIENT_ID" help:"Who we are to the provider."`
	ClientSecret string `env:"SLUSE_OIDC_CLIENT_SECRET" help:"Our secret at the provider."`
	Name         string `env:"SLUSE_OIDC_NAME" help:"What the button says after 'Log ind med', such as the organisation's name."`
	Domains      string `env:"SLUSE_OIDC_DOMAINS" help:"Domains of mail addresses that the provider is believed about, separated by commas."`
}

// On reports whether there is a provider.
func (o OIDC) On() bool { return o.Issuer != "" }

// TrustedDomains are the domains that the provider is believed about.
func (o OIDC) TrustedDomains() []string {
	var domains []string
	for part := range strings.SplitSeq(o.Domains, ",") {
		if part = strings.ToLower(strings.TrimSpace(part)); part != "" {
			domains = append(domains, part)
		}
	}
	return domains
}

// private reports whether nobody can listen in on the way to an address.
func private(u *url.URL) bool {
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$`)

func (c *Config) checkOIDC() error {
	o := &c.OIDC
	if !o.On() {
		if o.ClientID+o.ClientSecret+o.Domains != "" {
			return &Problem{"SLUSE_OIDC_ISSUER", "is empty, but other settings of the provider are not", "give the issuer, or take the others away"}
		}
		return nil
	}
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !private(u) {
		return &Problem{"SLUSE_OIDC_ISSUER", "is not an https:// address", "write it as the provider does, such as https://login.microsoftonline.com/TENANT/v2.0"}
	}
	if o.ClientID == "" {
		return &Problem{"SLUSE_OIDC_CLIENT_ID", "is empty", "give the id under which Sluse is registered at the provider"}
	}
	if o.ClientSecret == "" {
		return &Problem{"SLUSE_OIDC_CLIENT_SECRET", "is empty", "make a secret at the provider and give it here"}
	}
	if o.Name == "" {
		o.Name = "din organisation"
	}
	if len(o.TrustedDomains()) == 0 {
		return &Problem{"SLUSE_OIDC_DOMAINS", "is empty", "list the mail domains that the provider looks after, such as kommune.example"}
	}
	for _, domain := range o.TrustedDomains() {
		if !domainForm.MatchString(domain) {
			return &Problem{"SLUSE_OIDC_DOMAINS", "holds what is no domain", "write domains such as kommune.example, separated by commas"}
		}
	}
	return nil
}
