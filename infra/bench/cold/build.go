package cold

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// sizes are those of the binary that is deployed, which is of arm64.
type sizes struct{ binary, zip int64 }

// compile builds a function as sam build does: for this machine, to run, and
// for arm64, to weigh.
func compile(ctx context.Context, folder, into string) (binary string, s sizes, err error) {
	binary = filepath.Join(into, runtime.GOARCH, "bootstrap")
	if err := build(ctx, folder, runtime.GOARCH, binary); err != nil {
		return "", s, err
	}
	deployed := filepath.Join(into, "arm64", "bootstrap")
	if err := build(ctx, folder, "arm64", deployed); err != nil {
		return "", s, err
	}
	s, err = weigh(deployed)
	return binary, s, err
}

// build compiles with the flags of the deployment.
func build(ctx context.Context, folder, arch, out string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", out, "./"+folder)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w: %s", folder, err, text)
	}
	return nil
}

// weigh tells how large a binary is, and how large as the package to upload.
func weigh(file string) (s sizes, err error) {
	f, err := os.Open(file)
	if err != nil {
		return s, err
	}
	defer func() { _ = f.Close() }()
	count := &counter{}
	z := zip.NewWriter(count)
	w, err := z.Create("bootstrap")
	if err != nil {
		return s, err
	}
	if s.binary, err = io.Copy(w, f); err != nil {
		return s, err
	}
	err = z.Close()
	s.zip = count.n
	return s, err
}

// A counter counts what is written.
type counter struct{ n int64 }

// Write counts.
func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
