// Command pocketbase serves what one would build with PocketBase instead: posts in
// threads that only members see and write, and realtime subscriptions to them.
// Durable as Sluse is: SQLite in write-ahead mode with synchronous=FULL.
//
//	pocketbase FOLDER ADDRESS PEOPLE WORLD.json
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

type person struct{ ID, Token string }

type world struct {
	Thread string
	People []person
}

func main() {
	if len(os.Args) != 5 {
		log.Fatal("pocketbase FOLDER ADDRESS PEOPLE WORLD.json")
	}
	people, err := strconv.Atoi(os.Args[3])
	if err == nil {
		err = serve(os.Args[1], os.Args[2], people, os.Args[4])
	}
	if err != nil {
		log.Fatal(err)
	}
}

func serve(folder, address string, people int, worldFile string) error {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: folder, HideStartBanner: true, DBConnect: durable})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	w, err := fill(app, people)
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	text, err := json.Marshal(w)
	if err != nil {
		return err
	}
	if err := os.WriteFile(worldFile, text, 0o600); err != nil {
		return err
	}
	// Without somebody in charge it would open a browser on this machine.
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		return e.Next()
	})
	return apis.Serve(app, apis.ServeConfig{HttpAddr: address})
}

// durable is PocketBase's own way to open a file, but for synchronous.
func durable(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

// member is the rule of a collection with a thread: members of the thread only.
const member = `@request.auth.id != "" && thread.members_via_thread.person ?= @request.auth.id`

func fill(app core.App, people int) (world, error) {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return world{}, err
	}
	threads := core.NewBaseCollection("threads")
	threads.Fields.Add(&core.TextField{Name: "title", Required: true})
	if err := app.Save(threads); err != nil {
		return world{}, err
	}
	members := core.NewBaseCollection("members")
	members.Fields.Add(
		&core.RelationField{Name: "thread", CollectionId: threads.Id, Required: true, MaxSelect: 1},
		&core.RelationField{Name: "person", CollectionId: users.Id, Required: true, MaxSelect: 1},
	)
	members.AddIndex("members_thread_person", true, "thread, person", "")
	if err := app.Save(members); err != nil {
		return world{}, err
	}
	posts := core.NewBaseCollection("posts")
	posts.Fields.Add(
		&core.RelationField{Name: "thread", CollectionId: threads.Id, Required: true, MaxSelect: 1},
		&core.RelationField{Name: "author", CollectionId: users.Id, Required: true, MaxSelect: 1},
		&core.TextField{Name: "text", Required: true, Max: 8000},
		&core.AutodateField{Name: "created", OnCreate: true},
	)
	posts.AddIndex("posts_thread", false, "thread, created", "")
	posts.ListRule, posts.ViewRule = types.Pointer(member), types.Pointer(member)
	posts.CreateRule = types.Pointer(member + ` && author = @request.auth.id`)
	if err := app.Save(posts); err != nil {
		return world{}, err
	}
	return join(app, users, threads, members, people)
}

// join makes a thread with members, each with a token.
func join(app core.App, users, threads, members *core.Collection, people int) (world, error) {
	var w world
	err := app.RunInTransaction(func(tx core.App) error {
		thread := core.NewRecord(threads)
		thread.Set("title", "Hvad virkede hos jer?")
		if err := tx.Save(thread); err != nil {
			return err
		}
		w.Thread = thread.Id
		for n := range people {
			p := core.NewRecord(users)
			p.SetEmail(fmt.Sprintf("person%d@kommune.example", n))
			p.SetVerified(true)
			// Hashing a password takes long and nobody signs in with one here.
			p.SetRaw("password", &core.PasswordFieldValue{Hash: "$2a$04$0123456789012345678901uO8Z3Zg1Wf5n6mE2mYpWq0h9dQb2o3K"})
			p.SetTokenKey(fmt.Sprintf("%050d", n))
			if err := tx.SaveNoValidate(p); err != nil {
				return err
			}
			token, err := p.NewAuthToken()
			if err != nil {
				return err
			}
			w.People = append(w.People, person{p.Id, token})
			m := core.NewRecord(members)
			m.Set("thread", thread.Id)
			m.Set("person", p.Id)
			if err := tx.SaveNoValidate(m); err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}
