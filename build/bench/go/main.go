// What the benchmark needs exact, and Node cannot give: a relay that holds bytes back and notes when each came and
// went, the cost of a child process from the kernel's own account, and a loop over crypto/tls as the floor.
// The standard library alone; Linux alone.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fail("usage: bench relay|spawn|floor ...")
	}
	commands := map[string]func([]string) error{"relay": relay, "spawn": spawn, "floor": floor}
	command, known := commands[os.Args[1]]
	if !known {
		fail("there is no command " + os.Args[1])
	}
	if err := command(os.Args[2:]); err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "bench: "+why)
	os.Exit(1)
}

// Prints one JSON value on one line.
func say(value any) error {
	return json.NewEncoder(os.Stdout).Encode(value)
}
