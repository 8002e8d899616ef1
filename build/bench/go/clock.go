package main

import (
	"syscall"
	"unsafe"
)

const clockMonotonic = 1

// Nanoseconds of CLOCK_MONOTONIC, which is process.hrtime of Node on Linux.
func now() int64 {
	var at syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&at)), 0)
	return at.Nano()
}

// Microseconds of CPU that this process, all its threads together, has used.
func cpuUs() int64 {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return used.Utime.Nano()/1000 + used.Stime.Nano()/1000
}
