import { expect, type Page } from '@playwright/test';
import type { Api } from './api';
import { slug } from './api';
import type { Who } from './test';
import { makeProgramme } from './programme';
import { fresh, madeUpNumber, ThreadPage } from './thread';

/** One page in one state, as it is looked at in light and dark, on a desk and a phone. */
export interface Look {
	name: string;
	/** Who looks; nobody is signed in where it is empty. */
	as?: Who;
	path: string | ((api: Api) => Promise<string>);
	/** The route, where the address is not known before. */
	route?: string;
	/** The page's first heading. */
	heading: RegExp;
	/** Brings the page into its state. */
	state?: (page: Page, api: Api) => Promise<void>;
	/** Only where there is room for it, or only where there is not. */
	only?: 'desk' | 'phone';
	/** Statuses that the page asks for on purpose. */
	refused?: number;
}

const discussions = `/p/${slug}/discussions`;

/** A thread of the demo: the longest there is, or the first with something about it. */
const thread =
	(wanted: (t: { state: string; audience: string }) => boolean = () => true) =>
	async (api: Api) => {
		const all = (await api.threads()).sort((a, b) => b.postCount - a.postCount);
		const found = all.find(wanted) ?? all[0];
		return `${discussions}/${found?.id}`;
	};

const newest = async (page: Page) => {
	await expect(page.getByRole('list', { name: 'Indlæg' })).toBeVisible();
	await expect(page.getByText('Her nu').first()).toBeAttached();
};

const ownThread = (text: string) => async (api: Api) =>
	`${discussions}/${(await api.openThread(fresh('Hvordan gør I?'), text)).id}`;

/** A part of a project in which nobody has begun, as its coordinator sees it. */
const unbegun = (part: string) => async (api: Api) => {
	const { slug: own, email } = await makeProgramme(api, 'Tomt');
	await api.becomeByMail(email);
	return `/p/${own}/${part}`;
};

/** Every page, and every state of one that looks different. */
export const looks: Look[] = [
	{ name: 'front', path: '/', heading: /98 kommuner/ },
	{ name: 'programme', path: `/programmes/${slug}`, heading: /Sammen om opfølgning/ },
	{
		name: 'programme-finished',
		path: async (api) => {
			const { items } = await api.call<{ items: { slug: string; name: string }[] }>('GET', '/programmes');
			return `/programmes/${items.find((p) => p.name.startsWith('Systematisk'))?.slug}`;
		},
		heading: /Systematisk fokus/
	},
	{ name: 'publications', path: '/publications', heading: /Udgivelser/ },
	{ name: 'accessibility', path: '/accessibility', heading: /Tilgængelighed/ },
	{ name: 'privacy', path: '/privacy', heading: /./ },
	{ name: 'help', path: '/help', heading: /Hjælp/ },
	{ name: 'demo-mail', path: '/demo/mail', heading: /Mails i prøveudgaven/ },
	{
		name: 'demo-mail-open',
		path: '/demo/mail',
		heading: /Mails i prøveudgaven/,
		state: async (page, api) => {
			await api.becomeByMail('eva.holm@vordingborg.example');
			await page.reload();
			await page.getByText('Som mail').click();
			await expect(page.locator('iframe')).toBeVisible();
		}
	},
	{
		name: 'mail-stop-unknown',
		path: '/mail-stop/findes.slet-ikke-mere',
		heading: /Færre mails/,
		refused: 404
	},
	{ name: 'components', path: '/components', heading: /./ },
	{ name: 'invitation-unknown', path: '/invitation/findes-ikke', heading: /Linket passer ikke/ },
	{ name: 'sign-in', path: '/sign-in', heading: /Log ind/ },
	{
		name: 'sign-in-wrong',
		path: '/sign-in',
		heading: /Log ind/,
		state: async (page) => {
			await page.getByLabel('Din e-mail').fill('karim');
			await page.getByRole('button', { name: 'Send mig en kode' }).click();
			await expect(page.locator('.err')).toBeVisible();
		}
	},
	{
		name: 'sign-in-code',
		path: '/sign-in',
		heading: /Log ind|Tjek din mail/,
		state: async (page) => {
			await page.getByLabel('Din e-mail').fill('vera.elkjaer@naestved.example');
			await page.getByRole('button', { name: 'Send mig en kode' }).click();
			await page.getByText('Kommer mailen ikke?').click();
		}
	},
	{ name: 'sign-in-confirm', path: '/sign-in/confirm?token=x', heading: /Log ind i Sluse/ },
	{ name: 'not-found', path: '/findes-ikke', heading: /Siden findes ikke her/, refused: 404 },
	{
		name: 'not-found-inside',
		as: 'reference',
		path: '/p/findes-ikke/documents',
		heading: /Siden findes ikke her/,
		state: async (page) => expect(page.getByRole('button', { name: /din menu/ })).toBeVisible()
	},
	{
		name: 'forbidden',
		as: 'reference',
		path: `/p/${slug}/admin`,
		heading: /Her har du ikke adgang/,
		state: async (page) => expect(page.getByRole('button', { name: /din menu/ })).toBeVisible()
	},
	{
		name: 'front-menu',
		path: '/',
		heading: /98 kommuner/,
		only: 'phone',
		state: async (page) => {
			await page.getByRole('button', { name: 'Menu' }).click();
			await expect(page.getByRole('menu')).toBeVisible();
		}
	},

	{ name: 'overview', as: 'reference', path: '/overview', heading: /Signe/ },
	{ name: 'overview-coordinator', as: 'coordinator', path: '/overview', heading: /Jonas/ },
	{ name: 'overview-observer', as: 'observer', path: '/overview', heading: /Bodil/ },
	{ name: 'overview-no-programme', as: 'administrator', path: '/overview', heading: /Vibeke/ },
	{
		name: 'overview-menu',
		as: 'reference',
		path: '/overview',
		heading: /Signe/,
		state: async (page) => {
			await page.getByRole('button', { name: /din menu/ }).click();
			await expect(page.getByRole('menu')).toBeVisible();
		}
	},
	{ name: 'discussions', as: 'reference', path: discussions, heading: /Drøftelser/ },
	{
		name: 'discussions-empty',
		as: 'administrator',
		path: unbegun('discussions'),
		heading: /Drøftelser/,
		state: async (page) =>
			expect(page.getByRole('heading', { level: 2, name: 'Ingen drøftelser endnu' })).toBeVisible()
	},
	{
		name: 'invitations-empty',
		as: 'administrator',
		path: unbegun('invitations'),
		heading: /Invitationer/,
		state: async (page) =>
			expect(page.getByRole('heading', { name: 'Ingen er inviteret endnu' })).toBeVisible()
	},
	{
		name: 'thread',
		as: 'reference',
		path: thread(),
		route: '/p/[programme]/discussions/[thread]',
		heading: /./,
		state: newest
	},
	{ name: 'thread-observer', as: 'observer', path: thread(), heading: /./, state: newest },
	{
		name: 'thread-closed',
		as: 'reference',
		path: thread((t) => t.state === 'closed'),
		heading: /./,
		state: newest
	},
	{
		name: 'thread-partners',
		as: 'coordinator',
		path: thread((t) => t.audience === 'partners'),
		heading: /./,
		state: newest
	},
	{
		name: 'thread-empty-reactions',
		as: 'reference',
		path: ownThread('Vi er lige begyndt.'),
		heading: /Hvordan/
	},
	{
		name: 'thread-post-menu',
		as: 'coordinator',
		path: ownThread('Vi er lige begyndt.'),
		heading: /Hvordan/,
		state: async (page) => {
			await page
				.getByRole('button', { name: /^Mere om indlægget/ })
				.first()
				.click();
			await expect(page.getByRole('menu')).toBeVisible();
		}
	},
	{
		name: 'thread-mention',
		as: 'reference',
		path: ownThread('Hvem ved det?'),
		heading: /Hvordan/,
		state: async (page) => {
			const { composer, mentions } = new ThreadPage(page);
			await composer.pressSequentially('@vi');
			await expect(mentions.getByRole('option').first()).toBeVisible();
		}
	},
	{
		name: 'thread-cpr',
		as: 'reference',
		path: ownThread('Ingen numre her.'),
		heading: /Hvordan/,
		state: async (page) => {
			await new ThreadPage(page).composer.fill(`Nummer ${madeUpNumber()}`);
			await expect(page.getByText('Det ligner et CPR-nummer')).toBeVisible();
		}
	},
	{
		name: 'thread-quote-and-edit',
		as: 'reference',
		path: ownThread('Vi holder samtalen i bilen.'),
		heading: /Hvordan/,
		state: async (page) => {
			const own = new ThreadPage(page);
			await own.choose('Vi holder samtalen i bilen.', 'Svar med citat');
			await own.choose('Vi holder samtalen i bilen.', 'Ret');
			await expect(page.getByRole('textbox', { name: 'Ret dit indlæg' })).toBeVisible();
		}
	},
	{
		name: 'thread-delete',
		as: 'coordinator',
		path: async (api) => {
			const path = await ownThread('Skal den stå?')(api);
			return path;
		},
		heading: /Hvordan/,
		state: async (page) => {
			await new ThreadPage(page).choose('Skal den stå?', 'Slet');
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{
		name: 'thread-rename',
		as: 'coordinator',
		path: ownThread('Hvem skal læse?'),
		heading: /Hvordan/,
		state: async (page) => {
			await page.getByRole('button', { name: 'Ret overskriften' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{
		name: 'thread-about',
		as: 'reference',
		path: thread(),
		heading: /./,
		only: 'phone',
		state: async (page) => {
			await newest(page);
			await new ThreadPage(page).about();
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{
		name: 'thread-new-errors',
		as: 'partner',
		path: `${discussions}/new`,
		heading: /Start en drøftelse/,
		state: async (page) => {
			await page.getByRole('button', { name: 'Start drøftelsen' }).click();
			await expect(page.getByRole('alert')).toBeVisible();
		}
	},
	{
		name: 'search',
		as: 'reference',
		path: `/p/${slug}/search`,
		heading: /Søg/,
		state: async (page) => {
			await page.getByRole('searchbox').fill('samtale');
			await expect(page.locator('mark').first()).toBeVisible();
		}
	},
	{
		name: 'search-none',
		as: 'reference',
		path: `/p/${slug}/search`,
		heading: /Søg/,
		state: async (page) => {
			await page.getByRole('searchbox').fill('qqxxzz');
			await expect(page.getByRole('heading', { name: /Ingen indlæg/ })).toBeVisible();
		}
	},
	{ name: 'documents', as: 'reference', path: `/p/${slug}/documents`, heading: /Dokumenter/ },
	{ name: 'documents-partner', as: 'partner', path: `/p/${slug}/documents`, heading: /Dokumenter/ },
	{ name: 'invitations', as: 'coordinator', path: `/p/${slug}/invitations`, heading: /./ },
	{ name: 'invitations-own', as: 'reference', path: `/p/${slug}/invitations`, heading: /./ },
	{ name: 'invitations-new', as: 'coordinator', path: `/p/${slug}/invitations/new`, heading: /./ },
	{ name: 'invitations-seats', as: 'coordinator', path: `/p/${slug}/invitations/seats`, heading: /./ },
	{ name: 'people', as: 'reference', path: `/p/${slug}/people`, heading: /Netværk/ },
	{ name: 'profile', as: 'reference', path: '/settings/profile', heading: /Din profil/ },
	{ name: 'administration', as: 'administrator', path: '/admin', heading: /Administration/ },
	{ name: 'administration-new', as: 'administrator', path: '/admin/new', heading: /Opret projekt/ },
	{ name: 'administration-people', as: 'administrator', path: '/admin/people', heading: /Personer/ },
	{ name: 'programme-desk', as: 'coordinator', path: `/p/${slug}/admin`, heading: /Projektets side/ },
	...(['core', 'call', 'contacts', 'visibility'] as const).map((part): Look => ({
		name: `programme-desk-${part}`,
		as: 'coordinator',
		path: `/p/${slug}/admin?part=${part}`,
		heading: /Projektets side/
	})),
	{
		name: 'programme-participants',
		as: 'coordinator',
		path: `/p/${slug}/admin/participants`,
		heading: /Deltagere/
	},
	{
		name: 'programme-coordinators',
		as: 'coordinator',
		path: `/p/${slug}/admin/coordinators`,
		heading: /Koordinatorer/
	},
	{ name: 'inbox', as: 'reference', path: '/inbox', heading: /Nyt til dig/ },
	{ name: 'inbox-empty', as: 'administrator', path: '/inbox', heading: /Nyt til dig/ },
	{ name: 'inbox-unread', as: 'reference', path: '/inbox?show=unread', heading: /Nyt til dig/ },
	{ name: 'mails', as: 'reference', path: '/settings/mail', heading: /Mails/ },
	{ name: 'devices', as: 'reference', path: '/settings/devices', heading: /Dine enheder/ },
	{ name: 'data', as: 'reference', path: '/settings/data', heading: /Dine data/ },
	{ name: 'trail', as: 'administrator', path: '/admin/trail', heading: /Hvem gjorde hvad/ },
	{ name: 'administration-mails', as: 'administrator', path: '/admin/mails', heading: /Mails/ },
	{ name: 'retention', as: 'administrator', path: '/admin/retention', heading: /Hvad slettes hvornår/ },
	{
		name: 'programme-privacy',
		as: 'coordinator',
		path: `/p/${slug}/admin/privacy`,
		heading: /Persondata/
	}
];
