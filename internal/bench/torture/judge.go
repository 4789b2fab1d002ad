package torture

import (
	"slices"
	"strings"
	"time"
)

// The judges compare what people were told with what there is. They know nothing of
// how it was found out, so that a test can show each of them what must not be.

// view is what one of those who look on has seen of the thread, from its first post on.
type view struct {
	name  string
	posts []string
}

// posts judges a thread of those posts in which everybody had so many acknowledged, one
// after the other, and that everybody saw so.
func (v *verdict) posts(there []string, acknowledged [][]string, seen []view) {
	places, times, total := map[string]int{}, map[string]int{}, 0
	for place, postID := range there {
		places[postID] = place
		times[postID]++
	}
	for _, ofOne := range acknowledged {
		total += len(ofOne)
		before := -1
		for _, postID := range ofOne {
			if times[postID] != 1 {
				v.add("post %s was acknowledged and is there %d times", postID, times[postID])
				continue
			}
			if places[postID] < before {
				v.add("post %s stands before one that its writer wrote earlier", postID)
			}
			before = places[postID]
		}
	}
	if len(there) != total {
		v.add("%d posts were acknowledged, %d are there", total, len(there))
	}
	for _, one := range seen {
		if !slices.Equal(one.posts, there) {
			v.add("%s saw another order, or not the same %d posts (saw %d)", one.name, len(there), len(one.posts))
		}
	}
}

// keptMail is a mail of the outbox.
type keptMail struct{ ID, State string }

// mails judges the outbox beside what the mail server took, by Message-ID, and returns
// how many mails there are in each state.
func (v *verdict) mails(kept []keptMail, taken map[string]int) map[string]int {
	states, known := map[string]int{}, map[string]bool{}
	for _, m := range kept {
		states[m.State]++
		n := 0
		for messageID, times := range taken {
			if strings.Contains(messageID, m.ID) {
				n += times
				known[messageID] = true
			}
		}
		switch {
		case m.State == "sent" && n != 1, m.State != "sent" && m.State != "uncertain" && m.State != "sending" && n != 0, n > 1:
			v.add("mail %s is %s and was taken %d times", m.ID, m.State, n)
		case m.State == "failed":
			v.add("mail %s was given up, though the mail server refuses nothing", m.ID)
		}
	}
	for messageID := range taken {
		if !known[messageID] {
			v.add("mail %s was taken and nobody knows of it", messageID)
		}
	}
	if len(kept) == 0 {
		v.add("nobody was told by mail")
	}
	return states
}

// naming is a post that names somebody who is not there.
type naming struct{ post, person string }

// keptJob is a job of the queue.
type keptJob struct {
	Kind, State string
	ScheduledAt time.Time
	Args        []byte
}

// over reports whether a job will do nothing more.
func (j keptJob) over() bool {
	return slices.Contains([]string{"completed", "cancelled", "discarded"}, j.State)
}

// due reports whether a job that nobody works on should have begun. One that was at work
// on a node that died is taken up again later.
func (j keptJob) due(now time.Time) bool {
	return !j.over() && j.State != "running" && j.ScheduledAt.Before(now)
}

// tellKind is the kind of the jobs that write mails about posts.
const tellKind = "notification.tell"

// told judges whether everybody who was named is told: in their inbox, and by mail
// unless the job that writes it still waits for its time. It returns how many mails do.
func (v *verdict) told(named []naming, inbox, written map[naming]int, queue []keptJob) (waiting int) {
	for _, n := range named {
		if times := inbox[n]; times != 1 {
			v.add("post %s names %s and stands in their inbox %d times", n.post, n.person, times)
		}
		switch times := written[n]; {
		case times == 1:
		case times == 0 && slices.ContainsFunc(queue, func(j keptJob) bool {
			return j.Kind == tellKind && !j.over() && strings.Contains(string(j.Args), n.post)
		}):
			waiting++
		default:
			v.add("post %s names %s and %d mails were written about it", n.post, n.person, times)
		}
	}
	for _, j := range queue {
		if j.State == "discarded" {
			v.add("a job of kind %s was given up", j.Kind)
		}
	}
	return waiting
}
