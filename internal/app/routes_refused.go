package app

import "net/http"

// refusals lists, by status, the operations that may answer with it for what they do
// and not for what they take, which their description shows of itself. A test that
// meets a refusal which stands nowhere says so.
var refusals = map[int][]string{
	// Read by fewer than those who may know that it is there.
	http.StatusForbidden: {
		"list-people", "list-mails", "get-retention", "list-trail", "export-trail", "list-organisations", "list-administered-programmes",
		"get-programme-text", "list-coordinators", "list-participations", "list-seats", "list-invitations",
		"list-programme-trail", "export-programme-trail", "list-document-readers", "open-live",
	},
	// Nothing in the address says what is missing: it stands in the body, or is not set up here.
	http.StatusNotFound: {
		"begin-passkey", "add-passkey", "begin-passkey-sign-in", "passkey-sign-in", "begin-oidc-sign-in", "finish-oidc-sign-in",
		"put-notification-choice", "list-demo-personas", "demo-sign-in", "list-demo-mails",
	},
	// It has changed meanwhile, is so already, or stands in another's way.
	http.StatusConflict: {
		"open-thread", "change-thread", "add-post", "edit-post", "react", "take-reaction-back", "pin-post",
		"upload-file", "forget-file", "add-document", "change-document", "add-document-version",
		"create-programme", "change-programme-text", "add-organisation", "add-participation", "change-participation",
		"name-coordinator", "give-seat", "hand-over-seat", "preview-hand-over",
		"send-invitations", "resend-invitation", "revoke-invitation", "accept-invitation", "ask-for-invitation",
		"begin-passkey", "add-passkey", "disable-person", "enable-person", "send-mail-again",
		"ask-for-my-export", "download-my-export", "erase-me", "get-erasure", "erase-person",
	},
	// It was there: taken away, used or run out.
	http.StatusGone: {
		"edit-post", "delete-post", "react", "take-reaction-back", "pin-post", "unpin-post",
		"upload-file", "download-file", "download-document", "download-document-version", "download-my-export",
		"change-document", "add-document-version", "publish-document", "unpublish-document", "move-document", "withdraw-document",
		"sign-in", "passkey-sign-in", "add-passkey", "accept-invitation",
	},
	http.StatusUpgradeRequired: {"open-live"},
}
