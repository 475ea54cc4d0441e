using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.Serialization;

namespace FlowActors.Operators;

/// <summary>
/// Objects of user code that belong to one subtask: what factories of functions, readers and writers make. Their fields are
/// that subtask's, so an object is given to one, once in the process's life: another subtask would share the fields, and
/// another attempt or job would begin with what is left in them. Thread-safe.
/// </summary>
internal static class SubtaskObjects
{
    private static readonly ConditionalWeakTable<object, string> Owners = [];

    /// <summary>The object, which is this subtask's from here on.</summary>
    /// <param name="made">What the factory gave.</param>
    /// <param name="context">The subtask.</param>
    /// <param name="factory">What the factory is called, for people.</param>
    /// <param name="instead">What to write instead of handing out an object twice.</param>
    /// <param name="isLed">True for functions that are opened, closed and told of checkpoints.</param>
    /// <exception cref="InvalidOperationException">There is no object, it is that of another, or it cannot be called.</exception>
    public static T Own<T>(T? made, OperatorContext context, string factory, string instead, bool isLed = false)
        where T : class
    {
        var place = $"operator '{context.OperatorName}' of job '{context.JobName}'";
        if (made is null) throw new InvalidOperationException($"{factory} of {place} gave null instead of an object: {instead}.");
        var type = made.GetType();
        if ((AsyncCode.RefusalOfObject(type) ?? UserMethods.RefusalOfHidden(type) ?? (isLed ? null : UnledCode.RefusalOfObject(type))) is { } refusal)
            throw new InvalidOperationException($"{TypeNames.Of(type)} cannot run in {place}: {refusal}");
        var subtask = $"subtask {context.SubtaskIndex} of {place}, attempt {context.Attempt}";
        if (Owners.TryAdd(made, subtask)) return made;
        Owners.TryGetValue(made, out var owner);
        throw new InvalidOperationException(
            $"{factory} gave {subtask}, an object of {TypeNames.Of(type)} that belongs to {owner}. Its fields are those of one subtask " +
            $"in one attempt, so each needs an object of its own: {instead}.");
    }
}
