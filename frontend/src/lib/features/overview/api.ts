import { call } from '$lib/api/client';

export const getOverview = () => call('get', '/api/overview');

/** News are counted from now on. */
export const markSeen = () => call('post', '/api/overview/seen');
