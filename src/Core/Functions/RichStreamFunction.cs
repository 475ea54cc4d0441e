using System.Reflection;
using FlowActors.Serialization;

namespace FlowActors.Functions;

/// <summary>
/// A <see cref="RichFunction"/> for streams with keys and without: on a stream that is keyed it is opened with the states of the
/// key at hand.
/// </summary>
public abstract class RichStreamFunction : RichFunction
{
    /// <summary>
    /// Called instead of <see cref="RichFunction.Open"/> where the stream is keyed: registers states, which the context gives. Unless it is
    /// overridden it calls that. A function that overrides it is refused on a stream without keys.
    /// </summary>
    public virtual void Open(IKeyedRuntimeContext context) => Open((IRuntimeContext)context);

    /// <summary>Opens the function on a stream without keys.</summary>
    /// <exception cref="InvalidOperationException">It needs keys.</exception>
    internal void OpenUnkeyed(IRuntimeContext context)
    {
        if (NeedsKeys)
        {
            throw new InvalidOperationException(
                $"{TypeNames.Of(GetType())} overrides Open({nameof(IKeyedRuntimeContext)}), for keyed state, but the stream of operator " +
                $"'{context.OperatorName}' of job '{context.JobName}' is not keyed: call KeyBy before it, or override Open({nameof(IRuntimeContext)}).");
        }

        Open(context);
    }

    private bool NeedsKeys =>
        GetType().GetMethod(nameof(Open), BindingFlags.Instance | BindingFlags.Public, [typeof(IKeyedRuntimeContext)])!.DeclaringType != typeof(RichStreamFunction);
}
