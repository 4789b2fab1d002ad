// The icons, as paths: those of the first pages apart, so that a first visit carries only them.
export * from './icons/first';
export * from './icons/work';
