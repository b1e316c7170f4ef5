# Runs jobs with a library of Ruby: `agent.rb LIBRARY` reads a job a line as JSON, and writes a reply a line.
require 'json'
require 'net/http'
require 'open-uri'

def by_net_http(job)
  uri = URI(job['url'])
  kind = Net::HTTP.const_get(job['method'].capitalize)
  request = kind.new(uri, job['headers'])
  request.body = job['content'] if job['content']
  response = Net::HTTP.start(uri.host, uri.port) { |http| http.request(request) }
  [response.code.to_i, response.body]
end

def by_open_uri(job)
  io = URI.open(job['url'], job['headers'])
  [io.status[0].to_i, io.read]
end

LIBRARIES = { 'net-http' => method(:by_net_http), 'open-uri' => method(:by_open_uri) }.freeze

if ARGV[1] == '--version'
  puts RUBY_VERSION
  exit
end
$stdin.each_line do |line|
  job = JSON.parse(line)
  begin
    status, content = LIBRARIES[ARGV[0]].call(job)
    reply = { status: status, content: content.to_s[0, 40] }
  rescue StandardError => e
    status = e.respond_to?(:io) && e.io ? e.io.status[0].to_i : nil
    reply = { by_status: e.is_a?(OpenURI::HTTPError), status: status, error: e.class.name }
  end
  puts JSON.generate(reply)
  $stdout.flush
end
