# Runs jobs with a library of Perl: `agent.pl LIBRARY` reads a job a line as JSON, and writes a reply a line.
use strict;
use warnings;
use JSON::PP;

my ($library, $version) = @ARGV;
$| = 1;

sub by_lwp {
    my ($job, $class) = @_;
    require LWP::UserAgent;
    require HTTP::Request;
    my $request = HTTP::Request->new($job->{method}, $job->{url}, [%{ $job->{headers} }], $job->{content});
    my $response = LWP::UserAgent->new->request($request);
    my $warning = $response->header('Client-Warning') // '';
    return { error => substr($response->status_line, 0, 40) } if $warning eq 'Internal response';
    return { error => 'aborted: ' . ($response->header('X-Died') // '') } if $response->header('Client-Aborted');
    return { status => 0 + $response->code, content => substr($response->content, 0, 40) };
}

sub by_http_tiny {
    my ($job) = @_;
    require HTTP::Tiny;
    my %more = (headers => $job->{headers});
    $more{content} = $job->{content} if defined $job->{content};
    my $response = HTTP::Tiny->new->request($job->{method}, $job->{url}, \%more);
    my ($reason) = $response->{status} == 599 && $response->{reason} eq 'Internal Exception' ? split(/ at | \(|:/, $response->{content}) : ();
    return { error => $reason } if $reason;
    return { status => 0 + $response->{status}, content => substr($response->{content}, 0, 40) };
}

sub by_mojo {
    my ($job) = @_;
    require Mojo::UserAgent;
    my $agent = Mojo::UserAgent->new;
    $agent->max_redirects(5) if $job->{setting} eq 'follow';
    my $tx = $agent->build_tx($job->{method} => $job->{url} => $job->{headers} => (defined $job->{content} ? $job->{content} : ()));
    $tx = $agent->start($tx);
    my $error = $tx->error;
    return { error => $error->{message} } if $error && !$error->{code};
    return { status => 0 + $tx->res->code, content => substr($tx->res->body, 0, 40) };
}

my %libraries = ('LWP::UserAgent' => \&by_lwp, 'HTTP::Tiny' => \&by_http_tiny, 'Mojolicious' => \&by_mojo);

if ($version) {
    eval "require $library; print $library->VERSION, qq(\\n)" or die $@;
    exit;
}
while (my $line = <STDIN>) {
    my $job = decode_json($line);
    my $reply = eval { $libraries{$library}->($job) } || { error => "died: $@" };
    print encode_json($reply), "\n";
}
