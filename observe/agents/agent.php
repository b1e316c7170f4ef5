<?php
// Runs jobs with PHP: `agent.php LIBRARY` reads a job a line as JSON, and writes a reply a line.
set_error_handler(function ($number, $message) { throw new ErrorException($message); });

function by_streams(array $job): array {
    $options = ['method' => $job['method'], 'header' => lines($job)];
    if ($job['content'] !== null) {
        $options['content'] = $job['content'];
    }
    $content = file_get_contents($job['url'], false, stream_context_create(['http' => $options]));
    $statuses = array_values(preg_grep('#^HTTP/#', $http_response_header));
    return ['status' => (int) explode(' ', end($statuses))[1], 'content' => substr($content, 0, 40)];
}

function by_curl(array $job): array {
    $curl = curl_init($job['url']);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_HTTPHEADER, lines($job));
    curl_setopt($curl, CURLOPT_FOLLOWLOCATION, $job['setting'] === 'follow');
    if ($job['method'] === 'POST') {
        curl_setopt($curl, CURLOPT_POSTFIELDS, $job['content']);
    }
    $content = curl_exec($curl);
    if ($content === false) {
        return ['error' => curl_strerror(curl_errno($curl))];
    }
    return ['status' => curl_getinfo($curl, CURLINFO_RESPONSE_CODE), 'content' => substr($content, 0, 40)];
}

function lines(array $job): array {
    return array_map(fn ($name, $value) => "$name: $value", array_keys($job['headers']), $job['headers']);
}

$library = $argv[1];
if (($argv[2] ?? '') === '--version') {
    echo PHP_VERSION, $library === 'curl' ? ', libcurl ' . curl_version()['version'] : '', "\n";
    exit;
}
while (($line = fgets(STDIN)) !== false) {
    $job = json_decode($line, true);
    try {
        $reply = $library === 'curl' ? by_curl($job) : by_streams($job);
    } catch (ErrorException $error) {
        $by_status = (bool) preg_match('#Failed to open stream: HTTP request failed! HTTP/1\.[01] (\d+)#', $error->getMessage(), $found);
        $parts = explode(': ', trim($error->getMessage()));
        $reply = ['by_status' => $by_status, 'status' => $by_status ? (int) $found[1] : null,
                  'error' => $by_status ? 'HTTP request failed!' : end($parts)];
    }
    echo json_encode($reply, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
