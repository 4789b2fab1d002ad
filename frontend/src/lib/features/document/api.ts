import { call } from '$lib/api/client';
import type { components } from '$lib/api/schema';

type Schemas = components['schemas'];
export type Listed = Schemas['ListedDocumentView'];
export type Doc = Schemas['DocumentView'];
export type DocEvent = Schemas['DocumentEvent'];
export type Version = Schemas['DocumentVersionView'];
export type FileInfo = Schemas['FileView'];
export type Category = Doc['category'];
export type LibraryMay = Schemas['LibraryMay'];
export type Reader = Schemas['DocumentReaderView'];
export type PublicDoc = Schemas['PublicDocumentView'];

/** The shelves, in the order of the library. */
export const categories: Category[] = ['basis', 'tools', 'meetings', 'knowledge', 'practical'];

export const listDocuments = (slug: string, cursor = '') =>
	call('get', '/api/programmes/{slug}/documents', { path: { slug }, query: cursor ? { cursor } : {} });
export const listPublicDocuments = (slug: string) =>
	call('get', '/api/programmes/{slug}/public-documents', { path: { slug } });
export const getDocument = (id: string) => call('get', '/api/documents/{id}', { path: { id } });
export const listReaders = (id: string) => call('get', '/api/documents/{id}/readers', { path: { id } });

export interface NewDocument {
	clientId: string;
	title: string;
	category: Category;
	fileId: string;
}

export const addDocument = (slug: string, body: NewDocument) =>
	call('post', '/api/programmes/{slug}/documents', { path: { slug }, body });
export const changeDocument = (
	id: string,
	body: { title: string; description: string; category: Category; rev: number }
) => call('patch', '/api/documents/{id}', { path: { id }, body });
export const addVersion = (id: string, fileId: string, note: string) =>
	call('post', '/api/documents/{id}/versions', { path: { id }, body: { fileId, note } });
export const publish = (id: string, open: boolean) =>
	call(open ? 'put' : 'delete', '/api/documents/{id}/publication', { path: { id } });
export const move = (id: string, before: string) =>
	call('put', '/api/documents/{id}/place', { path: { id }, body: { before } });
export const withdraw = (id: string, reason: string) =>
	call('put', '/api/documents/{id}/withdrawal', { path: { id }, body: { reason } });
export const forgetFile = (id: string) => call('delete', '/api/files/{id}', { path: { id } });

/** Address of a file on a post. */
export const attachedHref = (id: string, preview = false): string =>
	preview ? `/api/files/${id}?preview=true` : `/api/files/${id}`;

/** Address of a version's file; of the newest without a number. */
export function fileHref(id: string, number?: number, preview = false): string {
	const path = number ? `/api/documents/${id}/versions/${number}/file` : `/api/documents/${id}/file`;
	return preview ? `${path}?preview=true` : path;
}
