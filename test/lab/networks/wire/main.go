// Command wire is the distance between the router and the servers of a made-up network: a network device that gives every
// packet back a while later. The kernels at hand have no queueing discipline that delays.
//
// It makes the device named by its argument in the namespace it runs in, says "ready", then takes lines from standard input:
// the delay of each packet in microseconds, and how many of a thousand are lost. It ends with its standard input.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// From linux/if_tun.h.
const (
	tunSetIff = 0x400454ca
	iffTun    = 0x0001
	iffNoPi   = 0x1000
)

// An interface request of 40 bytes: the name, then the flags.
type request struct {
	name  [16]byte
	flags uint16
	_     [22]byte
}

type packet struct {
	due   time.Time
	bytes []byte
}

func open(name string) (int, error) {
	device, err := syscall.Open("/dev/net/tun", syscall.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	wanted := request{flags: iffTun | iffNoPi}
	copy(wanted.name[:15], name)
	_, _, failed := syscall.Syscall(syscall.SYS_IOCTL, uintptr(device), tunSetIff, uintptr(unsafe.Pointer(&wanted)))
	if failed != 0 {
		return 0, failed
	}
	return device, nil
}

func main() {
	device, err := open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var delay, lost atomic.Int64
	queue := make(chan packet, 4096)
	go func() {
		for {
			bytes := make([]byte, 2048)
			n, err := syscall.Read(device, bytes)
			if err != nil {
				if err == syscall.EINTR || err == syscall.EAGAIN {
					continue
				}
				// The device is down between two networks.
				time.Sleep(time.Millisecond)
				continue
			}
			if rand.Int63n(1000) < lost.Load() {
				continue
			}
			queue <- packet{time.Now().Add(time.Duration(delay.Load()) * time.Microsecond), bytes[:n]}
		}
	}()
	go func() {
		for p := range queue {
			time.Sleep(time.Until(p.due))
			_, _ = syscall.Write(device, p.bytes)
		}
	}()
	fmt.Println("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var d, l int64
		if _, err := fmt.Sscan(lines.Text(), &d, &l); err == nil {
			delay.Store(d)
			lost.Store(l)
			fmt.Println("set")
		}
	}
}
