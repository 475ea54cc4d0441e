using System.Text;

namespace FlowActors;

/// <summary>
/// The texts of any exception. User code's may throw, give null or recurse over thousands of causes until the stack is used up;
/// these do not.
/// </summary>
internal static class ExceptionText
{
    /// <summary>From here on the runtime's own texts, which recurse, are not asked.</summary>
    private const int DepthMax = 50;

    private const int CausesMax = 100;

    // What of many causes is told.
    private const int CausesTold = 16;

    /// <summary>Its message; says so when there is none.</summary>
    public static string Message(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions: { Count: > 0 } causes } && !IsSmall(exception))
            return $"More exceptions than are told here. The first of {causes.Count} is {Name(causes[0])}.";
        return Ask(() => exception.Message) switch
        {
            { Threw: { } type } => $"(its Message threw {type})",
            { Text: { Length: > 0 } text } => text,
            _ => "(no message)",
        };
    }

    /// <summary>The exception with its stack trace and its causes.</summary>
    public static string Details(Exception exception) =>
        IsSmall(exception) && Ask(exception.ToString) is { Text: { Length: > 0 } text } ? text : Compose(exception);

    private static string Compose(Exception exception)
    {
        var text = new StringBuilder();
        var left = CausesTold;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (left-- == 0)
            {
                text.Append(" ---> (more causes)");
                break;
            }

            if (cause != exception) text.Append(" ---> ");
            text.Append(Name(cause)).Append(": ").AppendLine(Message(cause));
            var trace = Ask(() => cause.StackTrace);
            text.AppendLine(trace.Threw is { } type ? $"   (its StackTrace threw {type})" : trace.Text);
        }

        return text.ToString();
    }

    private static string Name(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;

    private static (string? Text, string? Threw) Ask(Func<string?> ask)
    {
        try
        {
            return (ask(), null);
        }
        catch (Exception e)
        {
            return (null, Name(e));
        }
    }

    private static bool IsSmall(Exception exception)
    {
        var causes = new Stack<(Exception Exception, int Depth)>([(exception, 0)]);
        for (var seen = 0; causes.TryPop(out var next); seen++)
        {
            if (seen == CausesMax || next.Depth == DepthMax) return false;
            if (next.Exception is AggregateException { InnerExceptions: { } all })
            {
                if (all.Count > CausesMax) return false;
                foreach (var cause in all) causes.Push((cause, next.Depth + 1));
            }
            else if (next.Exception.InnerException is { } inner)
            {
                causes.Push((inner, next.Depth + 1));
            }
        }

        return true;
    }
}
