package app

import (
	"context"

	"sluse/internal/domain/account"
	"sluse/internal/kernel/clock"
	"sluse/internal/platform/config"
	"sluse/internal/platform/oidc"
)

// openProvider returns the organisation's own sign-in, nil where there is none.
func openProvider(c *config.Config, now clock.Clock) *oidc.Provider {
	if !c.OIDC.On() {
		return nil
	}
	return oidc.New(oidc.Settings{
		Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: c.OIDC.ClientSecret,
		Redirect: c.BaseURL + account.CallbackPath, Now: now.Now,
	})
}

// withProvider adds the organisation's own sign-in to what account needs.
func (a *App) withProvider(needs account.Needs) account.Needs {
	if provider := openProvider(&a.config, a.clock); provider != nil {
		needs.Provider, needs.ProviderIssuer = provider, a.config.OIDC.Issuer
		needs.ProviderName, needs.ProviderDomains = a.config.OIDC.Name, a.config.OIDC.TrustedDomains()
	}
	needs.Homes = a.homes()
	return needs
}

// providerName is what the button of the organisation's own sign-in says.
func (a *App) providerName() string {
	if !a.config.OIDC.On() {
		return ""
	}
	return a.config.OIDC.Name
}

func lookAtProvider(ctx context.Context, c *config.Config) Finding {
	provider := openProvider(c, clock.System{})
	if provider == nil {
		return well("provider", "none; people sign in by mail and with passkeys")
	}
	if err := provider.Check(ctx); err != nil {
		return wrong("provider", "%v: check SLUSE_OIDC_ISSUER, and whether this machine reaches it", err)
	}
	return well("provider", "%s answers; it must send people back to %s%s", c.OIDC.Issuer, c.BaseURL, account.CallbackPath)
}
