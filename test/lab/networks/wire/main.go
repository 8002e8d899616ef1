// The wire of the made-up networks: a TUN device whose packets come back out of it after a while, or are lost.
//
//	wire NAME
//
// Says "up" once the device is there. Each line of standard input, "MICROSECONDS LOST", sets how long a packet takes and how
// many of a thousand are lost, and is answered by "set". It ends with its standard input.
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
	tunSetInterface = 0x400454ca
	tunWithoutInfo  = 0x0001 | 0x1000
)

// What is under way is bounded; a link's buffer is, too.
const mostUnderWay = 4096

type packet struct {
	due  time.Time
	data []byte
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: wire NAME"))
	}
	device, err := open(os.Args[1])
	if err != nil {
		fail(err)
	}
	var delay, lost atomic.Int64
	way := make(chan packet, mostUnderWay)
	go deliver(device, way)
	go carry(device, way, &delay, &lost)
	fmt.Println("up")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var us, of1000 int64
		if _, err := fmt.Sscan(lines.Text(), &us, &of1000); err != nil {
			fail(err)
		}
		delay.Store(us)
		lost.Store(of1000)
		fmt.Println("set")
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func open(name string) (int, error) {
	device, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	var request struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:15], name)
	request.flags = tunWithoutInfo
	if _, _, no := syscall.Syscall(syscall.SYS_IOCTL, uintptr(device), tunSetInterface, uintptr(unsafe.Pointer(&request))); no != 0 {
		return 0, no
	}
	return device, nil
}

func carry(device int, way chan<- packet, delay, lost *atomic.Int64) {
	buffer := make([]byte, 65536)
	for {
		size, err := syscall.Read(device, buffer)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			fail(err)
		}
		if rand.Int63n(1000) < lost.Load() {
			continue
		}
		due := time.Now().Add(time.Duration(delay.Load()) * time.Microsecond)
		select {
		case way <- packet{due, append([]byte(nil), buffer[:size]...)}:
		default: // Full, as links are.
		}
	}
}

func deliver(device int, way <-chan packet) {
	for p := range way {
		time.Sleep(time.Until(p.due))
		// A packet that nobody wants is lost; the device itself stays.
		_, _ = syscall.Write(device, p.data)
	}
}
