// Runs jobs with Go's net/http: a job a line as JSON in, a reply a line out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
)

type job struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Headers map[string]string `json:"headers"`
	Content *string           `json:"content"`
}

type reply struct {
	Status  int    `json:"status"`
	Error   string `json:"error"`
	Content string `json:"content"`
}

func ask(j job) reply {
	var content io.Reader
	if j.Content != nil {
		content = strings.NewReader(*j.Content)
	}
	request, err := http.NewRequest(j.Method, j.URL, content)
	if err != nil {
		return reply{Error: err.Error()}
	}
	for name, value := range j.Headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		parts := strings.Split(err.Error(), ": ")
		return reply{Error: parts[len(parts)-1]}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return reply{Status: response.StatusCode, Error: err.Error()}
	}
	return reply{Status: response.StatusCode, Content: string(body[:min(len(body), 40)])}
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}

func main() {
	if len(os.Args) > 1 {
		fmt.Println(strings.TrimPrefix(runtime.Version(), "go"))
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var j job
		if json.Unmarshal(lines.Bytes(), &j) != nil {
			continue
		}
		line, _ := json.Marshal(ask(j))
		fmt.Println(string(line))
	}
}
