package inbound

import (
	"strings"

	"github.com/emersion/go-message"
)

// LoopHeader is in every mail that we send; one that comes back with it goes round.
const LoopHeader = "X-Loop"

// machineSubjects begin the subjects of answers that nobody wrote, in programs that
// mark them in no other way.
var machineSubjects = []string{
	"automatisk svar", "autosvar", "automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "fravær:", "ikke til stede",
	"undeliverable", "undelivered mail", "delivery status notification", "mail delivery", "kan ikke leveres",
}

// machine says what gives a mail away as no person's, "" if nothing does.
func machine(h message.Header) string {
	if auto := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted"))); auto != "" && auto != "no" {
		return "auto-submitted"
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply":
		return "precedence"
	}
	for _, name := range []string{
		LoopHeader, "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-MS-Exchange-Inbox-Rules-Loop", "List-Id", "List-Unsubscribe",
		"X-Failed-Recipients", "Feedback-Id",
	} {
		if h.Has(name) {
			return strings.ToLower(name)
		}
	}
	if path := strings.TrimSpace(h.Get("Return-Path")); path == "<>" {
		return "no return path"
	}
	if kind, _, err := h.ContentType(); err == nil && kind == "multipart/report" {
		return "report"
	}
	subject, err := h.Text("Subject")
	if err != nil {
		subject = h.Get("Subject")
	}
	subject = strings.ToLower(strings.TrimSpace(subject))
	for _, start := range machineSubjects {
		if strings.HasPrefix(subject, start) {
			return "subject"
		}
	}
	return ""
}
