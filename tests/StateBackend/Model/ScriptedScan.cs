using FlowActors.State;
using FlowActors.State.Tables;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>A scan of a part of a state that a script chooses by numbers.</summary>
internal static class ScriptedScan
{
    /// <summary>What it finds, group by group; read in pages it is the same.</summary>
    /// <param name="states">Has the state.</param>
    /// <param name="groups">The key groups that live there.</param>
    /// <param name="number">The number of a key.</param>
    /// <param name="argument">Chooses the other key, the state, and what the range has to do with the two.</param>
    public static List<string> Of<TKey>(AllStates<TKey> states, KeyGroupRange groups, int number, int argument)
    {
        var name = AllStates<TKey>.Keyed[argument % AllStates<TKey>.Keyed.Count];
        var keys = RangeOf(KeyBytes.Of(states.Keys, states.KeyOf(number)), KeyBytes.Of(states.Keys, states.KeyOf(argument)), argument);
        var found = new List<string>();
        for (var group = groups.Start; group <= groups.End; group++)
        {
            states.Disturb();
            var whole = ScannedElement.Of(states.Scope, name, group, keys);
            found.AddRange(whole.Select(e => $"{group} {e}"));
            // A list is not gone on with in its middle, and timers have an order of their own.
            if (name.Contains("list", StringComparison.Ordinal) || name.Contains("timers", StringComparison.Ordinal)) continue;
            states.Disturb();
            Assert.Equal(whole, ScannedElement.InPages(states.Scope, name, group, keys, 1 + (argument % 9)));
        }

        return found;
    }

    private static KeyRange RangeOf(byte[] one, byte[] other, int argument)
    {
        var (from, to) = one.AsSpan().SequenceCompareTo(other) < 0 ? (one, other) : (other, one);
        var prefix = one.AsSpan(0, argument % (one.Length + 1));
        return (argument % 7) switch
        {
            0 => KeyRange.All,
            1 => KeyRange.All.From(from).Before(to),
            2 => KeyRange.All.From(from).UpTo(to),
            3 => KeyRange.All.Behind(from),
            4 => KeyRange.All.BeginsWith(prefix),
            5 => KeyRange.All.BeginsWith(prefix).Behind(other),
            _ => KeyRange.All.Before(one).From(other),
        };
    }
}
