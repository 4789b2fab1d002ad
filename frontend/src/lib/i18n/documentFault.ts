import { dictionary } from './dictionary';
import { knowFaults } from './fault';

const da = {
	'file.kind_refused':
		'Den slags filer kan vi ikke tage imod. Gem den som PDF, Word, Excel, PowerPoint, tekst eller billede.',
	'file.kind_differs':
		'Indholdet passer ikke til filens navn. Åbn den i det program, den er lavet i, og gem den igen.',
	'file.too_large': 'Filen er over 50 MB. Gør den mindre, fx ved at gemme den som PDF, eller del den.',
	'file.empty': 'Filen er tom.',
	'file.damaged': 'Filen kan ikke læses. Den er måske gået i stykker undervejs. Gem den igen, og prøv igen.',
	'file.locked':
		'Filen er låst med en adgangskode eller fra et ældre program. Gem den uden kode i et nyere format.',
	'file.macros': 'Filen har makroer. Gem den uden makroer, fx som almindelig Word- eller Excel-fil.',
	'file.cpr': 'Filen har et nummer, der ligner et CPR-nummer. Fjern det, og læg filen op igen.',
	'file.name_cpr': 'Filens navn har et nummer, der ligner et CPR-nummer. Giv filen et andet navn.',
	'file.cut_off': 'Forbindelsen blev afbrudt, før hele filen var sendt. Prøv igen.',
	'file.missing_part': 'Filen kom ikke med. Prøv igen.',
	'file.store_away': 'Vi kan ikke gemme filer lige nu. Prøv igen om lidt.',
	'file.missing': 'Filen findes ikke længere hos os. Skriv til jeres projektkoordinator.',
	'file.removed': 'Filen er fjernet.',
	'file.unknown': 'Filen findes ikke, eller den er ikke din. Læg den op igen.',
	'file.attached': 'Filen er allerede brugt. Læg den op igen.',
	'file.too_many': 'Det er for mange filer på én gang.',
	'file.too_many_loose': 'Du har mange filer liggende, som ikke er brugt. Vent en time, og prøv igen.',
	'file.observers_read': 'Som observatør kan du læse, men ikke lægge filer op.',
	'document.title_missing': 'Giv dokumentet en titel.',
	'document.too_long': 'Teksten er for lang. Gør den kortere.',
	'document.cpr': 'Teksten har et nummer, der ligner et CPR-nummer. Fjern det.',
	'document.unreadable': 'Teksten har tegn, vi ikke kan gemme.',
	'document.changed': 'En anden har rettet det, siden du begyndte. Luk, og åbn det igen.',
	'document.client_id_invalid': 'Noget gik galt, da dokumentet blev sendt. Hent siden igen, og prøv igen.',
	'document.client_id_used': 'Dokumentet er allerede lagt op et andet sted. Hent siden igen.',
	'document.withdrawn': 'Dokumentet er trukket tilbage.',
	'document.unknown': 'Dokumentet findes ikke, eller det er for nogle, du ikke er med i.',
	'document.before_unknown': 'Det dokument, du flyttede hen til, er her ikke længere. Hent siden igen.',
	'document.reason_missing': 'Skriv en kort grund.',
	'document.partners_add': 'Projektkoordinatorer og partnere lægger dokumenter op. Du kan læse dem alle.',
	'document.coordinators_change': 'Det kan kun en projektkoordinator eller den, der lagde det op, gøre.',
	'document.coordinators_publish': 'Kun en projektkoordinator bestemmer, hvad alle kan se.',
	'document.readers_hidden': 'Kun projektkoordinatorer og partnere kan se, hvem der har læst.',
	'document.too_many': 'Der er ikke plads til flere dokumenter i projektet. Træk nogle gamle tilbage.',
	'document.too_many_versions': 'Der er ikke plads til flere versioner. Læg filen op som et nyt dokument.'
};

/** What is wrong with a file or a document, and what to do. Importing this file is enough. */
export const documentFaults = dictionary(da, {
	'file.kind_refused':
		'We cannot take that kind of file. Save it as PDF, Word, Excel, PowerPoint, text or a picture.',
	'file.kind_differs':
		'The content does not fit the file’s name. Open it in the program it was made in, and save it again.',
	'file.too_large': 'The file is over 50 MB. Make it smaller, by saving it as PDF for instance, or split it.',
	'file.empty': 'The file is empty.',
	'file.damaged': 'The file cannot be read. Perhaps it was damaged on the way. Save it again and retry.',
	'file.locked':
		'The file has a password or comes from an older program. Save it without one in a newer format.',
	'file.macros': 'The file has macros. Save it without them, as an ordinary Word or Excel file.',
	'file.cpr': 'The file has a number that looks like a CPR number. Remove it, and upload the file again.',
	'file.name_cpr': 'The file’s name has a number that looks like a CPR number. Rename the file.',
	'file.cut_off': 'The connection broke before the whole file was sent. Try again.',
	'file.missing_part': 'The file did not come along. Try again.',
	'file.store_away': 'We cannot keep files just now. Try again in a moment.',
	'file.missing': 'We no longer have the file. Write to your project coordinator.',
	'file.removed': 'The file has been removed.',
	'file.unknown': 'There is no such file, or it is not yours. Upload it again.',
	'file.attached': 'The file has been used already. Upload it again.',
	'file.too_many': 'Those are too many files at once.',
	'file.too_many_loose': 'You have many files that are not used. Wait an hour and try again.',
	'file.observers_read': 'As an observer you can read, but not upload files.',
	'document.title_missing': 'Give the document a title.',
	'document.too_long': 'The text is too long. Make it shorter.',
	'document.cpr': 'The text has a number that looks like a CPR number. Remove it.',
	'document.unreadable': 'The text has characters that we cannot keep.',
	'document.changed': 'Somebody changed it since you began. Close it and open it again.',
	'document.client_id_invalid':
		'Something went wrong when the document was sent. Load the page and try again.',
	'document.client_id_used': 'The document has already been uploaded elsewhere. Load the page again.',
	'document.withdrawn': 'The document has been withdrawn.',
	'document.unknown': 'There is no such document, or it is for people you are not among.',
	'document.before_unknown': 'The document that you moved it to is no longer here. Load the page again.',
	'document.reason_missing': 'Write a short reason.',
	'document.partners_add': 'Project coordinators and partners upload documents. You can read them all.',
	'document.coordinators_change': 'Only a project coordinator, or whoever uploaded it, can do that.',
	'document.coordinators_publish': 'Only a project coordinator decides what everybody sees.',
	'document.readers_hidden': 'Only project coordinators and partners see who has read.',
	'document.too_many': 'There is no room for more documents in the project. Withdraw some old ones.',
	'document.too_many_versions': 'There is no room for more versions. Upload the file as a new document.'
});
knowFaults(documentFaults);
