namespace FlowActors.Functions;

/// <summary>Emits to side outputs: <c>context.Output(tag, value)</c> in every process function.</summary>
public static class ProcessContextOutputs
{
    /// <summary>
    /// Emits one record to a side output, with the timestamp of the record at hand. Dropped where nobody reads that output.
    /// </summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="tag">Names the output.</param>
    /// <param name="value">The record, which must not be changed afterwards.</param>
    /// <exception cref="InvalidOperationException">No call is under way, the tag is null, or its id stands for another type too.</exception>
    public static void Output<T>(this IProcessContext context, OutputTag<T> tag, T value)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.SideOutputs.Collect(tag, value);
    }

    /// <summary>As the other, with a timestamp of its own.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="tag">Names the output.</param>
    /// <param name="value">The record, which must not be changed afterwards.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    /// <exception cref="InvalidOperationException">No call is under way, the tag is null, or its id stands for another type too.</exception>
    public static void Output<T>(this IProcessContext context, OutputTag<T> tag, T value, long? timestamp)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.SideOutputs.Collect(tag, value, timestamp ?? Timestamps.None);
    }
}
