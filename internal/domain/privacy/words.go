package privacy

// said is a verb in both languages, with the kind that it is filtered by. They stand
// here and not in the interface because the table that is taken out needs them too.
type said struct {
	kind   Kind
	da, en string
}

// verbs are all that the log knows: a test compares them with what is recorded.
var verbs = map[string]said{
	VerbPeopleSeen:      {Seen, "Så listen over alle personer", "Looked at the list of everybody"},
	VerbInvitationsSeen: {Seen, "Så invitationerne med navne og adresser", "Looked at the invitations with names and addresses"},
	VerbReadersSeen:     {Seen, "Så, hvem der har åbnet et dokument", "Looked at who has opened a document"},
	VerbMailsSeen:       {Seen, "Så, hvem der er sendt mails til", "Looked at whom mails were sent to"},
	VerbTrailSeen:       {Seen, "Så denne oversigt", "Looked at this list"},
	VerbDocumentOpened:  {Seen, "Åbnede et dokument", "Opened a document"},
	VerbFileOpened:      {Seen, "Åbnede en fil på et indlæg", "Opened a file on a post"},

	VerbTrailExported:   {Exported, "Hentede denne oversigt som regneark", "Took out this list as a spreadsheet"},
	VerbNetworkExported: {Exported, "Hentede netværket som regneark", "Took out the network as a spreadsheet"},
	VerbExportAsked:     {Exported, "Bad om en kopi af sine data", "Asked for a copy of their own data"},
	VerbExportTaken:     {Exported, "Hentede en kopi af sine data", "Downloaded a copy of their own data"},

	VerbMailRetried:          {Changed, "Sendte en mail igen", "Had a mail sent again"},
	"programme.changed":      {Changed, "Rettede projektets side eller deltagere", "Changed the programme's page or participants"},
	"organisation.added":     {Changed, "Tilføjede en organisation", "Added an organisation"},
	"document.added":         {Changed, "Lagde et dokument op", "Added a document"},
	"document.version_added": {Changed, "Lagde en ny version af et dokument op", "Added a new version of a document"},
	"document.changed":       {Changed, "Rettede oplysningerne om et dokument", "Changed what is said of a document"},

	"thread.opened":  {Wrote, "Startede en drøftelse", "Started a discussion"},
	"thread.changed": {Wrote, "Ændrede en drøftelse", "Changed a discussion"},
	"post.created":   {Wrote, "Skrev et indlæg", "Wrote a post"},
	"post.edited":    {Wrote, "Rettede et indlæg", "Edited a post"},
	"post.reacted":   {Wrote, "Reagerede på et indlæg", "Reacted to a post"},
	"post.pinned":    {Wrote, "Fremhævede et indlæg eller lod være igen", "Pinned or unpinned a post"},

	"member.changed":      {Members, "Gav, ændrede eller afsluttede en plads", "Gave, changed or ended a seat"},
	"seat.handed_over":    {Members, "Gav en plads videre", "Handed a seat over"},
	"invitation.sent":     {Members, "Sendte en invitation", "Sent an invitation"},
	"invitation.opened":   {Members, "En inviteret åbnede sin invitation", "An invited person opened their invitation"},
	"invitation.accepted": {Members, "Sagde ja til en invitation", "Accepted an invitation"},
	"invitation.revoked":  {Members, "Trak en invitation tilbage", "Took an invitation back"},
	"invitation.asked":    {Members, "En inviteret bad om et nyt link", "An invited person asked for a new link"},
	"person.added":        {Members, "Oprettede en person", "Made a person known"},
	"person.changed":      {Members, "Rettede en profil", "Changed a profile"},
	"person.disabled":     {Members, "Lukkede for en person eller lukkede op igen", "Shut a person out, or let them in again"},

	"signin.done":       {SignIns, "Loggede ind", "Signed in"},
	"signin.ended":      {SignIns, "Loggede ud, eller blev det", "Signed out, or was signed out"},
	"identity.bound":    {SignIns, "Loggede ind via sin organisation for første gang", "Signed in through their organisation for the first time"},
	"identity.detached": {SignIns, "Fjernede login via sin organisation", "Removed signing in through their organisation"},
	"passkey.added":     {SignIns, "Tilføjede en adgangsnøgle", "Added a passkey"},
	"passkey.removed":   {SignIns, "Fjernede en adgangsnøgle", "Removed a passkey"},
	"passkey.blocked":   {SignIns, "En adgangsnøgle blev spærret", "A passkey was blocked"},

	"post.deleted":       {Removed, "Slettede et indlæg", "Deleted a post"},
	"document.withdrawn": {Removed, "Trak et dokument tilbage", "Withdrew a document"},
	VerbPersonErased:     {Removed, "Slettede en persons data", "Deleted a person's data"},
}

// Known reports whether the trail has words for a verb.
func Known(verb string) bool { _, ok := verbs[verb]; return ok }

func kindOf(verb string) Kind { return verbs[verb].kind }

func wordsFor(verb, locale string) string {
	if locale == "en" {
		return verbs[verb].en
	}
	return verbs[verb].da
}

// verbsOf lists the verbs of a kind; all where it is "".
func verbsOf(kind Kind) []string {
	list := make([]string, 0, len(verbs))
	for verb, s := range verbs {
		if kind == "" || s.kind == kind {
			list = append(list, verb)
		}
	}
	return list
}

// tableWords are the headings of the trail as a table.
var tableWords = map[string][]string{
	"da": {"Tidspunkt", "Hvem", "Hvad", "Om"},
	"en": {"When", "Who", "What", "About"},
}

// systemWords are who did it where nobody did.
var systemWords = map[string]string{"da": "Sluse selv", "en": "Sluse itself"}

func inLanguage[T any](words map[string]T, locale string) T {
	if w, ok := words[locale]; ok {
		return w
	}
	return words["da"]
}
