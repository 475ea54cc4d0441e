using System.Text.Unicode;
using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The text of a record for people who look for a failure: by the invariant culture, short, and never a failure of its own.</summary>
internal static class RecordText
{
    /// <summary>The most bytes of UTF-8; what is behind them is left out, and said to be.</summary>
    public const int BytesMax = 1024;

    /// <summary>How long a record's ToString may take; the failure waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The text. A ToString that does not come to an end is left behind with its thread.</summary>
    public static string Of(object? record, IThreadStarter threads)
    {
        if (record is null) return "null";
        if (record is string text) return Cut(text);
        var type = record.GetType().Name;
        try
        {
            var told = "";
            // Left to the garbage collector: the thread may come back when nobody waits any more.
            var isTold = new ManualResetEventSlim(false, spinCount: 0);
            threads.Start("flowactors-record-text", () =>
            {
                told = Tell(record);
                isTold.Set();
            });
            return isTold.Wait(Patience) ? Cut(told) : $"(a {type}, whose ToString takes longer than {Patience.TotalSeconds} s)";
        }
        catch (Exception e)
        {
            return $"(a {type}; its text could not be asked for: {e.GetType().Name})";
        }
    }

    private static string Tell(object record)
    {
        try
        {
            return record.ToString() ?? "";
        }
        catch (Exception e)
        {
            return $"(a {record.GetType().Name}, whose ToString threw {e.GetType().Name})";
        }
    }

    private static string Cut(string text)
    {
        Utf8.FromUtf16(text, stackalloc byte[BytesMax], out var kept, out _);
        return kept == text.Length ? text : $"{text.AsSpan(0, kept)}... ({text.Length - kept} more characters)";
    }
}
