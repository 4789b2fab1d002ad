package notification

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"sluse/internal/platform/cpr"
	"sluse/internal/platform/mail"
)

// mailKind is the kind of mails about posts, in the outbox.
const mailKind = "post"

// textInMail bounds how much of a post stands in the mail about it.
const textInMail = 1500

// tellAtATime is how many posts are looked at together.
const tellAtATime = 100

// tell mails about posts to those whom they concern now. It may run again after a
// failure: what has been put into the outbox is there once.
func (s *Service) tell(ctx context.Context, job tellJob) error {
	asked := s.asking()
	for some := range slices.Chunk(job.Posts, tellAtATime) {
		posts, err := s.Discussions.Posts(ctx, some)
		if err != nil {
			return fmt.Errorf("ask for posts: %w", err)
		}
		for _, id := range some {
			post, there := posts[id]
			if !there {
				continue
			}
			followers, err := asked.followers(ctx, post)
			if err != nil {
				return err
			}
			if err := s.tellOf(ctx, asked, post, followers); err != nil {
				return err
			}
		}
	}
	for _, n := range job.Named {
		post, there, err := s.Discussions.Post(ctx, n.PostID)
		if err != nil {
			return fmt.Errorf("ask for a post: %w", err)
		}
		if !there {
			continue
		}
		if err := s.tellOf(ctx, asked, n.of(post), nil); err != nil {
			return err
		}
	}
	return nil
}

// of is the post for those alone whom the edit named, if it names them still. It
// stands, for who has read what, where the edit does.
func (n naming) of(p Post) Post {
	still := func(now, then []string) []string {
		return slices.DeleteFunc(slices.Clone(now), func(id string) bool { return !slices.Contains(then, id) })
	}
	p.Persons, p.Organisations = still(p.Persons, n.People), still(p.Organisations, n.Organisations)
	p.QuotedAuthorID, p.OpenerID, p.Seq = "", "", n.Seq
	return p
}

func (s *Service) tellOf(ctx context.Context, asked *asking, p Post, followers []string) error {
	members, err := s.members(ctx, p)
	if err != nil {
		return err
	}
	for _, c := range concerns(p, members, followers) {
		facts, to, err := asked.facts(ctx, p, c)
		if err != nil {
			return err
		}
		if Withhold(facts) != "" {
			continue
		}
		if err := s.write(ctx, p, c, to); err != nil {
			return err
		}
		asked.hasTold(c.PersonID, p)
	}
	return nil
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// write puts the mail about p to one person into the outbox, once.
func (s *Service) write(ctx context.Context, p Post, c concern, to Recipient) error {
	slug, err := s.Programmes.Slug(ctx, p.ProgrammeID)
	if err != nil {
		return wrap("address of a programme", err)
	}
	authors, err := s.Programmes.PeopleOf(ctx, p.ProgrammeID, []string{p.AuthorID})
	if err != nil {
		return wrap("name of an author", err)
	}
	author, title, said := authors[p.AuthorID], p.ThreadTitle, cpr.Mask(shorten(p.Text, textInMail))
	if p.Sensitive {
		title, said = "", ""
	}
	message := mail.Message{
		To: mail.Address{Email: to.Email, Name: to.Name}, Kind: mailKind, Locale: to.Locale, Template: "post",
		Data: map[string]any{
			"reason": string(c.Reason), "postId": p.ID, "seq": p.Seq, "personId": c.PersonID, "replies": s.takesReplies(),
			"sensitive": p.Sensitive, "who": author.Name, "organisation": author.Organisation, "thread": title, "said": said, "link": postPath(slug, p.ThreadID, p.ID),
		},
		DedupeKey: "post:" + p.ID + ":" + c.PersonID, ThreadKey: "thread:" + p.ThreadID,
		Stop: s.stopLinks(c.PersonID, p.ThreadID),
	}
	err = s.DB.Write(ctx, func(ctx context.Context) error {
		if message.ReplyTo, err = s.replyAddress(ctx, c, p); err != nil {
			return err
		}
		if err := s.Outbox.Send(ctx, message); err != nil {
			return err
		}
		return s.store.setTold(ctx, c.PersonID, p)
	})
	return wrap("write about post "+p.ID, err)
}

// stillWanted is asked right before a mail leaves, perhaps hours after it was
// written: has the post gone, has the person, have they read it or had enough?
func (s *Service) stillWanted(ctx context.Context, data map[string]any) (bool, error) {
	postID, _ := data["postId"].(string)
	personID, _ := data["personId"].(string)
	reason, _ := data["reason"].(string)
	seq, _ := data["seq"].(float64) // as JSON has it
	post, there, err := s.Discussions.Post(ctx, postID)
	if err != nil {
		return false, wrap("ask for a post", err)
	}
	if there {
		post.Seq = max(post.Seq, int64(seq)) // of an edit that named them
		facts, _, err := s.asking().facts(ctx, post, concern{personID, Reason(reason)})
		if err != nil {
			return false, err
		}
		if Withhold(facts) == "" {
			return true, nil
		}
	}
	// They have not been told after all: a later post may tell them.
	return false, s.DB.Write(ctx, func(ctx context.Context) error { return s.store.dropTold(ctx, personID, postID) })
}

// shorten cuts text after a word, within limit characters, and keeps its lines.
func shorten(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	end := limit
	for end > limit-40 && !unicode.IsSpace(runes[end]) {
		end--
	}
	return strings.TrimRightFunc(string(runes[:end]), unicode.IsSpace) + " …"
}

// postPath is the address of a post's page.
func postPath(slug, threadID, postID string) string {
	return threadPath(slug, threadID) + "?post=" + postID
}

func threadPath(slug, threadID string) string {
	return "/p/" + slug + "/discussions/" + threadID
}
