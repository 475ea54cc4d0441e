namespace FlowActors.StateBackend.Tests.Model;

/// <summary>What the states of one key must hold, in the plainest form.</summary>
internal sealed class NaiveStates
{
    public long? Value { get; private set; }

    public long? Box { get; private set; }

    public List<string> List { get; private set; } = [];

    public Dictionary<int, string> Map { get; } = [];

    public long? Reduced { get; private set; }

    public long? Aggregated { get; private set; }

    public void Apply(Operation operation)
    {
        var argument = operation.Argument;
        switch (operation.Verb)
        {
            case Verb.Update: Value = argument; break;
            case Verb.UpdateBox: Box = argument; break;
            case Verb.MutateBox: Box += argument; break;
            case Verb.ListAdd: List.Add($"{argument}"); break;
            case Verb.ListAddAll: List.AddRange(Words.Of(argument)); break;
            case Verb.ListUpdate: List = [.. Words.Of(argument)]; break;
            case Verb.MapPut: Map[argument] = $"{operation.Key}"; break;
            case Verb.MapPutAll:
                foreach (var (mapKey, value) in Words.Entries(argument)) Map[mapKey] = value;
                break;
            case Verb.MapRemove: Map.Remove(argument); break;
            case Verb.Reduce: Reduced = (Reduced ?? 0) + argument; break;
            case Verb.Aggregate: Aggregated = (Aggregated ?? 0) + argument; break;
            case Verb.ClearValue: Value = null; break;
            case Verb.ClearBox: Box = null; break;
            case Verb.ClearList: List = []; break;
            case Verb.ClearMap: Map.Clear(); break;
            case Verb.ClearReduced: Reduced = null; break;
            case Verb.ClearAggregated: Aggregated = null; break;
            default: break;
        }
    }
}

internal static class Words
{
    public static IEnumerable<string> Of(int count) => Enumerable.Range(0, count).Select(i => $"word {i}");

    /// <summary>With two for one key, of which the later one counts.</summary>
    public static IEnumerable<KeyValuePair<int, string>> Entries(int count) =>
        Enumerable.Range(0, count).Select(i => KeyValuePair.Create(i % 3, $"entry {i}"));
}
