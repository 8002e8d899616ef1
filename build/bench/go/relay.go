package main

import (
	"fmt"
	"net/netip"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// relay FIRST_PORT COUNT UPSTREAM: listens on COUNT ports of 127.0.0.1 and passes everything on to UPSTREAM, each chunk
// held back the same time in either direction, in order. Lines on stdin: "delay MICROSECONDS", "drain" (prints what was
// noted, then "."), and the end of stdin ends it. One thread, in front of all others where the system allows it.
//
// The log, times in nanoseconds of CLOCK_MONOTONIC:
//
//	a CONNECTION AT CLIENT_PORT PORT          accepted
//	> CONNECTION CAME WENT BYTES MARKS        a chunk from the client to the server; MARKS: see records
//	< CONNECTION CAME WENT BYTES MARKS        a chunk from the server to the client
//	z CONNECTION AT                           over
//
// CAME is when the relay was told of the chunk, WENT is just before it was handed to the kernel for the receiver.
func relay(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: bench relay FIRST_PORT COUNT UPSTREAM")
	}
	first, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	upstream, err := netip.ParseAddrPort(args[2])
	if err != nil {
		return err
	}
	// Nothing is collected while something is timed; what a whole run notes are some tens of megabytes.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(512 << 20)
	runtime.LockOSThread()
	r, err := newRelay(upstream)
	if err != nil {
		return err
	}
	for port := first; port < first+count; port++ {
		if err := r.listen(port); err != nil {
			return fmt.Errorf("port %d: %w", port, err)
		}
	}
	priority := "ordinary"
	if takePriority() {
		priority = "fifo"
	}
	fmt.Println("ready", priority)
	return r.loop()
}

// One way of one connection.
type way struct {
	number  int
	mark    byte
	from    int
	to      int
	records records
	peer    *way
	// Whether the sender has ended, and whether the receiver was told.
	ended, told bool
}

// Bytes, or the end of them when data is nil, that wait to be passed on.
type chunk struct {
	way  *way
	data []byte
	came int64
	due  int64
}

type relaying struct {
	epoll, timer int
	upstream     syscall.SockaddrInet4
	listeners    map[int]int
	ways         map[int]*way
	waiting      []chunk
	free         [][]byte
	delay        int64
	connections  int
	log          []byte
	typed        []byte
}

const chunkSize = 32 << 10

func newRelay(upstream netip.AddrPort) (*relaying, error) {
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	// 0x80000 is TFD_CLOEXEC, 0x800 TFD_NONBLOCK.
	timer, _, failed := syscall.Syscall(syscall.SYS_TIMERFD_CREATE, clockMonotonic, 0x80000|0x800, 0)
	if failed != 0 {
		return nil, failed
	}
	r := &relaying{epoll: epoll, timer: int(timer), listeners: map[int]int{}, ways: map[int]*way{}}
	r.upstream = syscall.SockaddrInet4{Port: int(upstream.Port()), Addr: upstream.Addr().As4()}
	if err := r.watch(r.timer); err != nil {
		return nil, err
	}
	if err := syscall.SetNonblock(0, true); err != nil {
		return nil, err
	}
	return r, r.watch(0)
}

func (r *relaying) watch(fd int) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	return syscall.EpollCtl(r.epoll, syscall.EPOLL_CTL_ADD, fd, &event)
}

func (r *relaying) listen(port int) error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return err
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return err
	}
	if err := syscall.Listen(fd, 1024); err != nil {
		return err
	}
	r.listeners[fd] = port
	return r.watch(fd)
}

// SCHED_FIFO at its lowest: above every ordinary process. Answers whether the system allowed it. All threads of the runtime
// get it, and those to come inherit it: one of them that was left behind, interrupted while it looks at the state of this
// goroutine, would have us spin for it until the kernel lets ordinary processes run again, 0.95 s later.
func takePriority() bool {
	const fifo = 1
	lowest := int32(1)
	threads, err := os.ReadDir("/proc/self/task")
	for _, thread := range threads {
		id, _ := strconv.Atoi(thread.Name())
		_, _, failed := syscall.RawSyscall(syscall.SYS_SCHED_SETSCHEDULER, uintptr(id), fifo, uintptr(unsafe.Pointer(&lowest)))
		if failed != 0 {
			return false
		}
	}
	return err == nil
}

func (r *relaying) loop() error {
	events := make([]syscall.EpollEvent, 256)
	for {
		n, err := syscall.EpollWait(r.epoll, events, -1)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		for _, event := range events[:n] {
			fd := int(event.Fd)
			switch {
			case fd == 0:
				if over, err := r.obey(); over || err != nil {
					return err
				}
			case fd == r.timer:
				var ticks [8]byte
				syscall.Read(fd, ticks[:])
			case r.listeners[fd] != 0:
				r.accept(fd)
			default:
				r.read(fd)
			}
			r.pass()
		}
	}
}

// Reads what was typed; true when there is no more.
func (r *relaying) obey() (bool, error) {
	var bytes [256]byte
	n, err := syscall.Read(0, bytes[:])
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return false, nil
	}
	if n <= 0 {
		return true, err
	}
	r.typed = append(r.typed, bytes[:n]...)
	for {
		line, rest, whole := strings.Cut(string(r.typed), "\n")
		if !whole {
			return false, nil
		}
		r.typed = []byte(rest)
		if err := r.command(strings.Fields(line)); err != nil {
			return true, err
		}
	}
}

func (r *relaying) command(words []string) error {
	if len(words) == 1 && words[0] == "drain" {
		r.log = append(r.log, ".\n"...)
		_, err := os.Stdout.Write(r.log)
		r.log = r.log[:0]
		return err
	}
	if len(words) == 2 && words[0] == "delay" {
		us, err := strconv.Atoi(words[1])
		r.delay = int64(us) * 1000
		return err
	}
	return fmt.Errorf("not a command: %v", words)
}

func (r *relaying) accept(listener int) {
	fd, address, err := syscall.Accept4(listener, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
	if err != nil {
		return
	}
	at := now()
	server, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err == nil {
		err = syscall.Connect(server, &r.upstream)
	}
	if err != nil {
		syscall.Close(fd)
		return
	}
	syscall.SetNonblock(server, true)
	for _, socket := range []int{fd, server} {
		syscall.SetsockoptInt(socket, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	}
	r.connections++
	out := &way{number: r.connections, mark: '>', from: fd, to: server}
	back := &way{number: r.connections, mark: '<', from: server, to: fd, peer: out}
	out.peer = back
	r.ways[fd], r.ways[server] = out, back
	r.note("a", out.number, at, int64(address.(*syscall.SockaddrInet4).Port), int64(r.listeners[listener]))
	r.watch(fd)
	r.watch(server)
}

func (r *relaying) note(what string, numbers ...any) {
	r.log = append(r.log, what...)
	for _, number := range numbers {
		r.log = append(r.log, ' ')
		switch n := number.(type) {
		case int:
			r.log = strconv.AppendInt(r.log, int64(n), 10)
		case int64:
			r.log = strconv.AppendInt(r.log, n, 10)
		}
	}
	r.log = append(r.log, '\n')
}

func (r *relaying) read(fd int) {
	w := r.ways[fd]
	if w == nil || w.ended {
		return
	}
	came := now()
	buffer := r.buffer()
	n, err := syscall.Read(fd, buffer)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		r.free = append(r.free, buffer)
		return
	}
	if n <= 0 {
		r.free = append(r.free, buffer)
		w.ended = true
		// An end stays readable for ever.
		syscall.EpollCtl(r.epoll, syscall.EPOLL_CTL_DEL, fd, nil)
		r.waiting = append(r.waiting, chunk{way: w, came: came, due: came + r.delay})
		return
	}
	r.waiting = append(r.waiting, chunk{way: w, data: buffer[:n], came: came, due: came + r.delay})
}

func (r *relaying) buffer() []byte {
	if last := len(r.free) - 1; last >= 0 {
		buffer := r.free[last]
		r.free = r.free[:last]
		return buffer
	}
	return make([]byte, chunkSize)
}

// Passes on everything whose time has come, and has the timer wake us for the next.
func (r *relaying) pass() {
	done := 0
	for ; done < len(r.waiting) && r.waiting[done].due <= now(); done++ {
		r.deliver(r.waiting[done])
	}
	r.waiting = append(r.waiting[:0], r.waiting[done:]...)
	if len(r.waiting) > 0 {
		r.wakeAt(r.waiting[0].due)
	}
}

func (r *relaying) wakeAt(at int64) {
	const absolute = 1
	spec := [2]syscall.Timespec{{}, syscall.NsecToTimespec(at)}
	syscall.RawSyscall6(syscall.SYS_TIMERFD_SETTIME, uintptr(r.timer), absolute, uintptr(unsafe.Pointer(&spec)), 0, 0, 0)
}

func (r *relaying) deliver(c chunk) {
	w := c.way
	if c.data == nil {
		w.told = true
		syscall.Shutdown(w.to, syscall.SHUT_WR)
		if w.peer.told {
			r.close(w)
		}
		return
	}
	went := now()
	write(w.to, c.data)
	r.log = append(r.log, w.mark, ' ')
	for _, number := range []int64{int64(w.number), c.came, went, int64(len(c.data))} {
		r.log = append(strconv.AppendInt(r.log, number, 10), ' ')
	}
	r.log = append(w.records.appendMarks(r.log, c.data), '\n')
	r.free = append(r.free, c.data[:chunkSize])
}

// Nothing here is ever larger than a socket's buffer; should one be full after all, it empties within moments. A
// receiver that is gone needs nothing, and its own end says so.
func write(fd int, data []byte) {
	for len(data) > 0 {
		n, err := syscall.Write(fd, data)
		switch {
		case err == syscall.EAGAIN:
			time.Sleep(50 * time.Microsecond)
		case err != nil && err != syscall.EINTR:
			return
		case n > 0:
			data = data[n:]
		}
	}
}

func (r *relaying) close(w *way) {
	r.note("z", w.number, now())
	for _, fd := range []int{w.from, w.to} {
		delete(r.ways, fd)
		syscall.Close(fd)
	}
}
