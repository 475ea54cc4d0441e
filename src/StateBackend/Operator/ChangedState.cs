namespace FlowActors.State.Operator;

internal static class ChangedState
{
    public static InvalidOperationException Exception(string name, string operatorName) => new(
        $"The elements of state '{name}' of operator '{operatorName}' were read on after the state was changed. Take them into a list first.");
}
