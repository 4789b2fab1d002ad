package config

import (
	"fmt"
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
	Domains      string `env:"SLUSE_OIDC_DOMAINS" help:"Domains of mail addresses that the provider is believed about, separated by commas; kolding.example=0621 says as well which organisation a domain belongs to."`
}

// On reports whether there is a provider.
func (o OIDC) On() bool { return o.Issuer != "" }

// MailDomain is one that the provider is believed about.
type MailDomain struct {
	Name string
	// Organisation is whose it is: a municipality's code or an organisation's name,
	// "" where nothing is said.
	Organisation string
	// mapped: something was to be said of its organisation.
	mapped bool
}

// MailDomains are the domains that the provider is believed about, as they are listed.
func (o OIDC) MailDomains() []MailDomain {
	var domains []MailDomain
	for part := range strings.SplitSeq(o.Domains, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, organisation, mapped := strings.Cut(part, "=")
		domains = append(domains, MailDomain{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(organisation), mapped})
	}
	return domains
}

// TrustedDomains are the names of the domains that the provider is believed about.
func (o OIDC) TrustedDomains() []string {
	listed := o.MailDomains()
	domains := make([]string, len(listed))
	for n, domain := range listed {
		domains[n] = domain.Name
	}
	return domains
}

// Homes are the organisations of those domains for which one is named.
func (o OIDC) Homes() map[string]string {
	homes := map[string]string{}
	for _, domain := range o.MailDomains() {
		if domain.Organisation != "" {
			homes[domain.Name] = domain.Organisation
		}
	}
	return homes
}

// private reports whether nobody can listen in on the way to an address.
func private(u *url.URL) bool {
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

var (
	domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$`)
	digits     = regexp.MustCompile(`^[0-9]+$`)
)

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
	return checkDomains(o.MailDomains())
}

func checkDomains(domains []MailDomain) error {
	seen := map[string]bool{}
	for _, domain := range domains {
		what, remedy := "", ""
		switch name, organisation := domain.Name, domain.Organisation; {
		case !domainForm.MatchString(name):
			what, remedy = fmt.Sprintf("holds %q, which is no domain", name), "write domains such as kommune.example, separated by commas"
		case seen[name]:
			what, remedy = fmt.Sprintf("names %s twice", name), "write each domain once, with one organisation at most"
		case domain.mapped && organisation == "":
			what, remedy = fmt.Sprintf("names no organisation after %s=", name), "write the municipality's code or the organisation's name there, or the domain alone"
		case digits.MatchString(organisation) && len(organisation) != 4, strings.Contains(organisation, "="):
			what, remedy = fmt.Sprintf("gives %s the organisation %q", name, organisation), "write a municipality's code of four digits, such as 0621, or an organisation's name"
		}
		if what != "" {
			return &Problem{"SLUSE_OIDC_DOMAINS", what, remedy}
		}
		seen[domain.Name] = true
	}
	return nil
}
