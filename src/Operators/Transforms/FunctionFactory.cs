using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>The factories of functions that have a life, as messages speak of them.</summary>
internal static class FunctionFactory
{
    /// <summary>The function of one subtask, which nobody else has had.</summary>
    /// <param name="create">Makes one.</param>
    /// <param name="context">The subtask.</param>
    /// <param name="method">The method of the stream that the factory was given to.</param>
    /// <exception cref="InvalidOperationException">There is none, it is that of another, or it cannot be called.</exception>
    public static T Make<T>(Func<T> create, OperatorContext context, string method)
        where T : class
    {
        var made = create();
        SubtaskObjects.Own(
            made is IFunctionAdapter adapter ? adapter.Function : made,
            context,
            $"The factory given to {method}",
            $"write {method}(() => new ...) instead of handing out an object that is there already",
            isLed: true);
        return made;
    }

    /// <summary>The user's own function, where one of ours only calls it.</summary>
    public static object UserFunction(object made) => made is IFunctionAdapter adapter ? adapter.Function! : made;
}
