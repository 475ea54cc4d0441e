using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>
/// Reads all keys of the jobs at all nodes all the while, the frozen and the cut off ones too. The truth is what no failure can undo: at least what was committed before the question was asked, with the sum that belongs to it, of no older attempt than one that
/// had answered before. Anything else that is answered is wrong, but for a 503 that says when to come again.
/// </summary>
internal sealed class ClusterReads(IReadOnlyList<JobOracle> jobs, IReadOnlyList<ClusterNode> nodes) : IDisposable
{
    private const int DifferencesMax = 20;

    // Of so many reads of a job one is at its last checkpoint.
    private const int OfCheckpoint = 8;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly string s_keys = string.Join(',', Enumerable.Range(0, ClusterRecords.Keys));

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(40) };
    private readonly ConcurrentQueue<string> _differences = new();
    private readonly ConcurrentDictionary<string, long> _seen = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _readers = [];
    private long _right;
    private long _refused;
    private long _unanswered;

    /// <summary>The round that is under way.</summary>
    public int Round { get; set; }

    /// <summary>What was answered that is not true.</summary>
    public IReadOnlyList<string> Differences => [.. _differences];

    /// <summary>True answers.</summary>
    public long Right => Interlocked.Read(ref _right);

    /// <summary>Those that were told to come again.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Those that nobody answered.</summary>
    public long Unanswered => Interlocked.Read(ref _unanswered);

    /// <summary>Begins.</summary>
    public void Start() => _readers.AddRange(nodes.Select(node => Task.Run(() => ReadAsync(node))));

    /// <summary>Ends, with the questions that are under way.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_readers);
    }

    public void Dispose()
    {
        _http.Dispose();
        _end.Dispose();
    }

    // Open: whoever does not answer is asked for more meanwhile, so that a node that was frozen has questions of all the time before it.
    private async Task ReadAsync(ClusterNode node)
    {
        var asked = new List<Task>();
        for (var i = node.Order.Index; !_end.IsCancellationRequested; i++)
        {
            asked.RemoveAll(a => a.IsCompleted);
            if (node.IsWanted && asked.Count < 200) asked.Add(AskAsync(node, jobs[i % jobs.Count], i / jobs.Count % OfCheckpoint == 0));
            try
            {
                await Task.Delay(s_pause, _end.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(asked);
    }

    private async Task AskAsync(ClusterNode node, JobOracle job, bool isOfCheckpoint)
    {
        var least = job.Committed();
        var sort = $"{job.Job} {(isOfCheckpoint ? "checkpoint" : "attempt")}";
        var seen = _seen.GetValueOrDefault(sort);
        var asked = DateTimeOffset.UtcNow;
        var path = $"jobs/{job.Job}/operators/{ClusterJob.Counts}/state/{ClusterJob.State}?keys={s_keys}{(isOfCheckpoint ? "&consistency=checkpoint" : "")}";
        try
        {
            using var response = await _http.GetAsync(new Uri(node.Http, path), _end.Token);
            var text = await response.Content.ReadAsStringAsync(_end.Token);
            var mistake = response.StatusCode == HttpStatusCode.OK ? MistakeIn(text, job, least, sort, seen) : $"{(int)response.StatusCode} {text}";
            if (mistake is null) Interlocked.Increment(ref _right);
            else if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null) Interlocked.Increment(ref _refused);
            else Differ(string.Create(CultureInfo.InvariantCulture, $"round {Round}: {node.Name}, asked at {asked:HH:mm:ss.fff} for {sort}, answered at {DateTimeOffset.UtcNow:HH:mm:ss.fff}: {mistake}"));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            if (!_end.IsCancellationRequested) Interlocked.Increment(ref _unanswered);
        }
    }

    private string? MistakeIn(string text, JobOracle job, long[] least, string sort, long seen)
    {
        using var document = JsonDocument.Parse(text);
        var answer = document.RootElement;
        var number = answer.GetProperty(sort.EndsWith("attempt", StringComparison.Ordinal) ? "attempt" : "checkpoint").GetInt64();
        if (number < seen) return $"it is of {sort} {number}, and {seen} had answered before";
        _seen.AddOrUpdate(sort, number, (_, other) => Math.Max(other, number));
        var found = answer.GetProperty("entries").EnumerateArray().ToDictionary(e => e.GetProperty("key").GetInt32(), e => e.GetProperty("value"));
        for (var key = 0; key < least.Length; key++)
        {
            if (!found.TryGetValue(key, out var value))
            {
                if (least[key] > 0) return $"key {key} has nothing, and {least[key]} were committed before ({sort} {number})";
                continue;
            }

            var count = new ClusterCount(value.GetProperty("number").GetInt64(), value.GetProperty("sum").GetInt64());
            if (count.Number < least[key]) return $"key {key} has {count.Number} records, and {least[key]} were committed before ({sort} {number})";
            if (count.Sum != job.SumOf(key, count.Number)) return $"key {key} has sum {count.Sum} of {count.Number} records, and {job.SumOf(key, count.Number)} was expected ({sort} {number})";
        }

        return null;
    }

    private void Differ(string what)
    {
        if (_differences.Count < DifferencesMax) _differences.Enqueue(what);
    }
}
