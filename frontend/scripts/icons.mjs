// Writes src/lib/ui/icons/: the few icons that we use, as named paths. A page carries whole files,
// so those that the first pages show (front page, sign-in) stand in one of their own. They come from dkfds (Det Fælles Designsystem), whose package exports none of them,
// and from the same Material set where dkfds has no such icon.
import { readFileSync, writeFileSync } from 'node:fs';

const fromDkfds = {
	search: 'search',
	bell: 'notifications',
	clock: 'time',
	place: 'location',
	calendar: 'calendar-month',
	send: 'send',
	check: 'check',
	minus: 'minus',
	close: 'close',
	home: 'home',
	document: 'document',
	forum: 'forum',
	menu: 'menu',
	mail: 'email',
	edit: 'edit',
	share: 'share',
	download: 'download',
	error: 'error',
	trash: 'delete',
	plus: 'plus',
	personAdd: 'person-add',
	persons: 'persons',
	person: 'person',
	back: 'arrow-back',
	down: 'chevron-down',
	right: 'chevron-right',
	more: 'more-vert',
	sync: 'sync',
	link: 'link',
	feedback: 'feedback',
	checklist: 'checklist',
	registered: 'how-to-reg',
	success: 'success',
	warning: 'warning',
	info: 'info',
	lock: 'lock',
	reply: 'reply',
	devices: 'laptop',
	phone: 'smartphone',
	language: 'language',
	help: 'help',
	settings: 'settings',
	hourglass: 'hourglass',
	groups: 'groups',
	arrowDown: 'arrow-downward',
	attach: 'attach-file'
};

const material = {
	pin: 'm640-480 80 80v80H520v240l-40 40-40-40v-240H240v-80l80-80v-280h-40v-80h400v80h-40v280Zm-286 80h252l-46-46v-314H400v314l-46 46Zm126 0Z',
	bellOff:
		'M160-200v-80h80v-280q0-33 8.5-65t25.5-61l60 60q-7 16-10.5 32.5T320-560v280h248L56-792l56-56 736 736-56 56-146-144H160Zm560-154-80-80v-126q0-66-47-113t-113-47q-26 0-50 8t-44 24l-58-58q20-16 43-28t49-18v-28q0-25 17.5-42.5T480-880q25 0 42.5 17.5T540-820v28q80 20 130 84.5T720-560v206Zm-276-50Zm36 324q-33 0-56.5-23.5T400-160h160q0 33-23.5 56.5T480-80Zm33-481Z',
	signOut:
		'M200-120q-33 0-56.5-23.5T120-200v-560q0-33 23.5-56.5T200-840h280v80H200v560h280v80H200Zm440-160-55-58 102-102H360v-80h327L585-622l55-58 200 200-200 200Z',
	history:
		'M480-120q-138 0-240.5-91.5T122-440h82q14 104 92.5 172T480-200q117 0 198.5-81.5T760-480q0-117-81.5-198.5T480-760q-69 0-129 32t-101 88h110v80H120v-240h80v94q51-64 124.5-99T480-840q75 0 140.5 28.5t114 77q48.5 48.5 77 114T840-480q0 75-28.5 140.5t-77 114q-48.5 48.5-114 77T480-120Zm112-192L440-464v-216h80v184l128 128-56 56Z'
};

function pathOf(file) {
	const svg = readFileSync(
		new URL(`../node_modules/dkfds/src/img/svg-icons/${file}.svg`, import.meta.url),
		'utf8'
	);
	const paths = [...svg.matchAll(/<path[^>]*\sd="([^"]+)"/g)].map((m) => m[1]);
	if (!svg.includes('viewBox="0 -960 960 960"') || paths.length === 0)
		throw new Error(`${file}: not a Material icon`);
	return paths.join('');
}

const first = ['menu', 'check', 'close', 'error', 'info', 'success', 'mail'];
const all = [
	...Object.entries(fromDkfds).map(([name, file]) => [name, pathOf(file)]),
	...Object.entries(material)
];

for (const [file, wanted] of [
	['first', (name) => first.includes(name)],
	['work', (name) => !first.includes(name)]
]) {
	const lines = [
		'// Written by scripts/icons.mjs. Icons from dkfds (MIT) and Material Symbols (Apache 2.0), viewBox 0 -960 960 960.',
		...all.filter(([name]) => wanted(name)).map(([name, path]) => `export const ${name} =\n\t'${path}';`)
	];
	writeFileSync(new URL(`../src/lib/ui/icons/${file}.ts`, import.meta.url), lines.join('\n') + '\n');
}
