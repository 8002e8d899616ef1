package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
)

// spawn TIMES COMMAND ARGS...: runs the command so often, one after the other, and prints for each when it began and
// ended, the CPU that the kernel says it used (wait4), its exit code and what it printed.
func spawn(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: bench spawn TIMES COMMAND ARGS...")
	}
	times, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	for i := 0; i < times; i++ {
		var out bytes.Buffer
		command := exec.Command(args[1], args[2:]...)
		command.Stdout = &out
		started := now()
		err := command.Run()
		ended := now()
		if command.ProcessState == nil {
			return err
		}
		used := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
		err = say(map[string]any{
			"startedAt": started,
			"endedAt":   ended,
			"cpuUs":     used.Microseconds(),
			"code":      command.ProcessState.ExitCode(),
			"output":    out.String(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
