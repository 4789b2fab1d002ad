package apptest

import "sluse/internal/app"

// Inbound lets the app take answers by mail, on a port of this machine.
func Inbound(domain string) Option {
	return func(o *app.Options) { o.Config.InboundAddr, o.Config.InboundDomain = "127.0.0.1:0", domain }
}
