import type { HandleClientError } from '@sveltejs/kit';

/** An error nobody foresaw: a new release whose files are gone is fetched anew, the rest is shown plainly. */
export const handleError: HandleClientError = ({ error, status }) => {
	const text = error instanceof Error ? error.message : '';
	const moved = /dynamically imported module|importing a module script failed|error loading/i.test(text);
	if (moved && !sessionStorage.getItem('sluse.reloaded')) {
		sessionStorage.setItem('sluse.reloaded', '1');
		location.reload();
	}
	return { message: status === 404 ? 'not found' : 'broken' };
};
