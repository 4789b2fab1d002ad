import { need } from '$lib/api/loading';
import { listDemoMails } from '$lib/features/account/api';

export const load = async ({ depends }: { depends: (key: `${string}:${string}`) => void }) => {
	depends('sluse:mails');
	return { mails: (await need(listDemoMails())).items ?? [], fictional: true };
};
