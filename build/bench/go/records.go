package main

import "strconv"

// Follows the TLS records of one direction of one connection, however the bytes are cut into chunks. The five bytes in
// front of a record are in the clear.
type records struct {
	header [5]byte
	have   int
	left   int
}

// Appends what begins (b) and ends (e) in the chunk, with the type of the record: "b22,e22,b23".
func (r *records) appendMarks(line, chunk []byte) []byte {
	first := true
	mark := func(kind byte) {
		if !first {
			line = append(line, ',')
		}
		first = false
		line = append(line, kind)
		line = strconv.AppendInt(line, int64(r.header[0]), 10)
	}
	for len(chunk) > 0 {
		if r.have < len(r.header) {
			n := copy(r.header[r.have:], chunk)
			if r.have == 0 {
				mark('b')
			}
			r.have += n
			chunk = chunk[n:]
			r.left = int(r.header[3])<<8 | int(r.header[4])
			continue
		}
		n := min(r.left, len(chunk))
		r.left -= n
		chunk = chunk[n:]
		if r.left == 0 {
			mark('e')
			r.have = 0
		}
	}
	return line
}
