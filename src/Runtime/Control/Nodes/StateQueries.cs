using Akka.Actor;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.State.Scans;
using static FlowActors.Runtime.Control.Nodes.StateQueryProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>Answers queries for the subtasks of a node, once all of them have answered.</summary>
internal static class StateQueries
{
    public static void Answer(GetStates request, INodeWork work, IActorRef asker) =>
        work.Query(request.Job, null, reader => reader.States(), answers => asker.Tell(Page(request, answers)));

    public static void Answer(GetKeys request, INodeWork work, IActorRef asker) =>
        work.Query(request.Job, request.Uid, reader => Read(reader, request), answers => asker.Tell(Merge(answers)));

    public static void Answer(GetScan request, INodeWork work, IActorRef asker)
    {
        var scan = request.ToScan();
        work.QueryInSlices<ScanReading>(
            request.Job,
            request.Uid,
            () => new ScanQuery(request.Uid, request.State, scan, request.After, request.Limit).GoOn,
            answers => asker.Tell(Merge(scan, request.Limit, answers)));
    }

    private static (QueryOutcome Outcome, IReadOnlyList<KeyReading> Keys) Read(StateReader reader, GetKeys request) => request is { MapKeys: { } mapKeys, Keys: [var key] }
        ? reader.ReadEntries(request.Uid, request.State, key, mapKeys)
        : reader.Read(request.Uid, request.State, request.Keys);

    private static NodeStates Page(GetStates request, IReadOnlyList<QueryAnswer<IReadOnlyList<StateLine>>> answers)
    {
        if (answers.Count == 0) return new NodeStates(QueryOutcome.Unknown, [], More: false);
        if (answers.Any(a => a.Outcome != QueryOutcome.Answered)) return new NodeStates(QueryOutcome.Busy, [], More: false);
        var (states, more) = Pages.First(answers.SelectMany(a => a.Value!).Skip(request.Skip), ControlJson.Default.StateLine);
        return new NodeStates(QueryOutcome.Answered, states, more);
    }

    // What cannot be read of one subtask cannot be told apart from what another one has.
    private static NodeKeys Merge(IReadOnlyList<QueryAnswer<(QueryOutcome Outcome, IReadOnlyList<KeyReading> Keys)>> answers)
    {
        if (answers.Count == 0) return new NodeKeys(QueryOutcome.Unknown, [], null);
        var failure = answers.Select(a => a.Failure).FirstOrDefault(f => f is not null);
        if (failure is not null) return new NodeKeys(QueryOutcome.Failed, [], ControlText.Cut(ExceptionText.Message(failure), ControlLimits.ReasonBytesMax));
        var outcomes = answers.Select(a => a.Outcome == QueryOutcome.Answered ? a.Value.Outcome : a.Outcome).ToList();
        var worst = outcomes.Find(o => o is QueryOutcome.WrongKey or QueryOutcome.TooLarge);
        if (worst != QueryOutcome.Answered) return new NodeKeys(worst, [], null);
        var keys = answers.Where(a => a.Outcome == QueryOutcome.Answered).SelectMany(a => a.Value.Keys).ToList();
        if (keys.Sum(BytesOf) > StateReader.AnswerBytesMax) return new NodeKeys(QueryOutcome.TooLarge, [], null);
        if (outcomes.Contains(QueryOutcome.Busy)) return new NodeKeys(QueryOutcome.Busy, keys, null);
        return new NodeKeys(outcomes.Contains(QueryOutcome.Answered) ? QueryOutcome.Answered : QueryOutcome.Unknown, keys, null);
    }

    // Of several attempts the newest one counts. Who cannot answer has answered for no key group.
    private static NodeScan Merge(StateScan scan, int limit, IReadOnlyList<QueryAnswer<ScanReading>> answers)
    {
        var failure = answers.Select(a => a.Failure).FirstOrDefault(f => f is not null);
        if (failure is not null) return NodeScan.None(QueryOutcome.Failed) with { Failure = ControlText.Cut(ExceptionText.Message(failure), ControlLimits.ReasonBytesMax) };
        var read = answers.Where(a => a.Outcome == QueryOutcome.Answered && a.Value!.Outcome == QueryOutcome.Answered).Select(a => a.Value!).ToList();
        if (read.Count == 0) return NodeScan.None(answers.Any(a => a.Outcome == QueryOutcome.Busy) ? QueryOutcome.Busy : QueryOutcome.Unknown);
        var attempt = read.Max(r => r.Attempt);
        var newest = read.Where(r => r.Attempt == attempt && r.KeyGroups > 0).ToList();
        var part = PagePart.Merge(scan, [.. newest.Select(r => r.Part)], ScanQuery.LimitsOf(limit));
        return new NodeScan(QueryOutcome.Answered, attempt, newest.Sum(r => r.KeyGroups), read[0].MaxParallelism, part.Keys, part.Next, part.IsTooLarge, null);
    }

    private static long BytesOf(KeyReading key) => key.Elements.Sum(e => (long)e.MapKey.Length + e.Value.Length + ControlLimits.ValueBytes);
}
