package app

// publicOperations lists, by operation id, everything that needs no signing in.
// Whatever does not stand here answers 401 to a stranger. A feature that opens an
// operation to everybody has to be named here as well, where it is seen.
var publicOperations = []string{
	// What anybody may know of this installation.
	"get-installation",
	// Signing in.
	"request-sign-in", "sign-in", "begin-passkey-sign-in", "passkey-sign-in",
	"begin-oidc-sign-in", "finish-oidc-sign-in",
	// The public pages.
	"list-programmes", "get-programme", "list-publications", "list-municipalities", "list-organisation-programmes",
	// Public documents; what is for members is as unknown to strangers as what is not there.
	"list-public-documents", "download-document", "download-document-version",
	// An invitation's link, for people without an account.
	"get-invitation-link", "mark-invitation-opened", "accept-invitation", "ask-for-invitation",
	// The link in a mail that stops mails, also pressed by mail providers.
	"get-mail-stop", "stop-mail",
	// The demo's; each answers 404 outside it.
	"list-demo-personas", "demo-sign-in", "list-demo-mails",
}
