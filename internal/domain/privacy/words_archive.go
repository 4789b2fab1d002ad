package privacy

// tableNames and columnNames are what the tables of a copy are called for people. A
// test compares them with what the features hand over.
var tableNames = map[string][2]string{
	"profile":           {"Din profil", "Your profile"},
	"sessions":          {"Hvor du er logget ind", "Where you are signed in"},
	"passkeys":          {"Dine adgangsnøgler", "Your passkeys"},
	"identities":        {"Log ind via din organisation", "Sign-in through your organisation"},
	"seats":             {"Dine pladser", "Your seats"},
	"invitations":       {"Invitationer til dig", "Invitations to you"},
	"invitations_sent":  {"Invitationer, du har sendt", "Invitations that you sent"},
	"threads":           {"Drøftelser, du har startet", "Discussions that you started"},
	"posts":             {"Dine indlæg", "Your posts"},
	"post_versions":     {"Tidligere udgaver af dine indlæg", "Earlier versions of your posts"},
	"reactions":         {"Dine reaktioner", "Your reactions"},
	"mentions":          {"Hvor du er nævnt", "Where you are mentioned"},
	"reading":           {"Drøftelser, du har læst", "Discussions that you have read"},
	"following":         {"Drøftelser, du følger eller har gjort lydløse", "Discussions that you follow or have muted"},
	"files":             {"Filer, du har lagt op", "Files that you sent in"},
	"documents":         {"Dokumenter, du har lagt op", "Documents that you added"},
	"document_versions": {"Versioner af dokumenter, du har lagt op", "Versions of documents that you added"},
	"documents_opened":  {"Dokumenter, du har åbnet", "Documents that you have opened"},
	"mail_choices":      {"Dine valg af mails", "Your choices of mails"},
	"mail_stopped":      {"Drøftelser, du ikke vil have mail om", "Discussions that you want no mail about"},
	"inbox":             {"Nyt til dig", "News for you"},
	"digests":           {"Samlemails til dig", "Digests to you"},
	"mails":             {"Mails til dig", "Mails to you"},
	"done":              {"Hvad du har gjort", "What you did"},
	"done_to_me":        {"Hvad der er gjort med din profil", "What was done with your profile"},
	"copies":            {"Kopier, du har bedt om", "Copies that you asked for"},
}

var columnNames = map[string][2]string{
	"id": {"Nummer", "Id"}, "email": {"E-mail", "E-mail"}, "name": {"Navn", "Name"}, "title": {"Titel", "Title"},
	"locale": {"Sprog", "Language"}, "administrator": {"Administrator", "Administrator"}, "created_at": {"Oprettet", "Made"},
	"updated_at": {"Rettet", "Changed"}, "device": {"Enhed", "Device"}, "browser": {"Browser", "Browser"},
	"last_seen_at": {"Sidst brugt", "Last used"}, "last_used_at": {"Sidst brugt", "Last used"}, "blocked_at": {"Spærret", "Blocked"},
	"issuer": {"Udsteder", "Issuer"}, "subject": {"Emne", "Subject"}, "programme": {"Projekt", "Programme"},
	"organisation": {"Organisation", "Organisation"}, "role": {"Rolle", "Role"}, "starts": {"Fra", "From"}, "ends": {"Til", "Until"},
	"greeting": {"Hilsen", "Greeting"}, "sent_at": {"Sendt", "Sent"}, "expires_at": {"Udløber", "Expires"}, "opened_at": {"Åbnet", "Opened"},
	"accepted_at": {"Sagt ja", "Accepted"}, "revoked_at": {"Trukket tilbage", "Taken back"}, "audience": {"For hvem", "For whom"},
	"state": {"Tilstand", "State"}, "thread_id": {"Drøftelsens nummer", "Id of the discussion"}, "text": {"Tekst", "Text"},
	"edited_at": {"Rettet", "Edited"}, "deleted_at": {"Slettet", "Deleted"}, "post_id": {"Indlæggets nummer", "Id of the post"},
	"written_at": {"Skrevet", "Written"}, "kind": {"Slags", "Kind"}, "at": {"Tidspunkt", "When"}, "size": {"Størrelse", "Size"},
	"media_type": {"Filtype", "Type of file"}, "uploaded_at": {"Lagt op", "Sent in"}, "subject_type": {"Hører til", "Belongs to"},
	"removed_at": {"Fjernet", "Removed"}, "description": {"Beskrivelse", "Description"}, "category": {"Hylde", "Shelf"},
	"public": {"Offentligt", "Public"}, "withdrawn_at": {"Trukket tilbage", "Withdrawn"}, "document_id": {"Dokumentets nummer", "Id of the document"},
	"number": {"Version", "Version"}, "note": {"Hvad er nyt", "What is new"}, "added_at": {"Lagt op", "Added"},
	"programme_id": {"Projektets nummer", "Id of the programme"}, "pace": {"Hvor tit", "How often"}, "stopped_at": {"Stoppet", "Stopped"},
	"reason": {"Hvorfor", "Why"}, "verb": {"Hændelse", "Event"}, "subject_id": {"Nummer på det", "Id of it"}, "read_at": {"Læst", "Read"},
	"digest_day": {"I samlemailen", "In the digest"}, "day": {"Dag", "Day"}, "what": {"Hvad", "What"},
}

func tableIn(name, locale string) string { return of(tableNames, name, locale) }

func columnIn(name, locale string) string { return of(columnNames, name, locale) }

// of falls back on the name itself, which a program gave.
func of(words map[string][2]string, name, locale string) string {
	pair, known := words[name]
	switch {
	case !known:
		return name
	case locale == "en":
		return pair[1]
	}
	return pair[0]
}
