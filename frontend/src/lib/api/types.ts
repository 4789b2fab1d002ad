/** Short names for the shapes of the server's answers, which schema.d.ts holds. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Person = Schemas['Person'];
export type Organisation = Schemas['Organisation'];
export type People = Record<string, Person>;
export type Organisations = Record<string, Organisation>;

export type Me = Schemas['MeView'];
export type Membership = Schemas['MembershipView'];
export type Role = Membership['role'];
export type Session = Schemas['SessionView'];
export type Passkey = Schemas['PasskeyView'];
export type Identity = Schemas['IdentityView'];
export type Persona = Schemas['PersonaView'];
export type DemoMail = Schemas['Kept'];
export type Installation = Schemas['Installation'];
export type MailStop = Schemas['MailStopView'];

export type ProgrammeSummary = Schemas['ProgrammeSummary'];
export type ProgrammeState = ProgrammeSummary['state'];
export type ProgrammePage = Schemas['ProgrammePage'];
export type Participation = Schemas['ParticipationView'];
export type Element = Schemas['Element'];
export type CallFacts = Schemas['CallFacts'];
export type Publication = Schemas['PublicationView'];
export type DirectoryPerson = Schemas['MemberView'];
export type OrganisationSeats = Schemas['MemberOrganisationView'];
export type Municipality = Schemas['MunicipalityView'];
export type Mentionable = Schemas['MentionableView'];

export type Thread = Schemas['ThreadView'];
export type ThreadCore = Schemas['ThreadCore'];
export type Audience = Thread['audience'];
export type Follow = Thread['follow'];
export type Post = Schemas['PostView'];
export type PostFile = Schemas['PostFile'];
export type Quote = Schemas['QuoteView'];
export type Reaction = Schemas['ReactionView'];
export type ReactionKind = Reaction['kind'];
export type Mention = Schemas['Mention'];
export type PostPage = Schemas['PostsOutputBody'];
export type CprFinding = Schemas['FindingView'];
export type SearchHit = Schemas['Found'];

export type Overview = Schemas['OverviewView'];
export type OverviewTask = Schemas['OverviewTask'];
export type OverviewNews = Schemas['OverviewNews'];
export type OverviewThread = Schemas['OverviewThread'];
export type OverviewSeats = Schemas['OverviewSeats'];
