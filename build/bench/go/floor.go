package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
)

// Looks before the measured ones: the first pays for what is made once.
const warmUp = 10

type look struct {
	StartedAt   int64   `json:"startedAt"`
	EndedAt     int64   `json:"endedAt"`
	HandshakeMs float64 `json:"handshakeMs"`
	TtfbMs      float64 `json:"ttfbMs"`
}

// floor ADDRESS CA_FILE PATH TIMES: connection, handshake, one GET, nothing else: the least that a program in Go, and
// so the go command, spends on a look.
func floor(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("usage: bench floor ADDRESS CA_FILE PATH TIMES")
	}
	times, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	pem, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return fmt.Errorf("no certificate in %s", args[1])
	}
	host, _, err := net.SplitHostPort(args[0])
	if err != nil {
		return err
	}
	config := &tls.Config{RootCAs: roots, ServerName: host}
	request := []byte("GET " + args[2] + " HTTP/1.1\r\nHost: " + args[0] + "\r\nUser-Agent: bench\r\n\r\n")
	for i := 0; i < warmUp; i++ {
		if _, err := lookOnce(args[0], config, request); err != nil {
			return err
		}
	}
	looks := make([]look, 0, times)
	before := cpuUs()
	for i := 0; i < times; i++ {
		one, err := lookOnce(args[0], config, request)
		if err != nil {
			return err
		}
		looks = append(looks, one)
	}
	return say(map[string]any{"cpuUs": cpuUs() - before, "looks": looks})
}

func lookOnce(address string, config *tls.Config, request []byte) (look, error) {
	one := look{StartedAt: now()}
	plain, err := net.Dial("tcp4", address)
	if err != nil {
		return one, err
	}
	defer plain.Close()
	connection := tls.Client(plain, config)
	began := now()
	if err := connection.Handshake(); err != nil {
		return one, err
	}
	secured := now()
	if _, err := connection.Write(request); err != nil {
		return one, err
	}
	asked := now()
	var answer [4096]byte
	n, err := connection.Read(answer[:])
	if err != nil && err != io.EOF {
		return one, err
	}
	one.EndedAt = now()
	if n < 12 || string(answer[9:12]) != "200" {
		return one, fmt.Errorf("unexpected answer: %q", answer[:n])
	}
	one.HandshakeMs = float64(secured-began) / 1e6
	one.TtfbMs = float64(one.EndedAt-asked) / 1e6
	return one, nil
}
