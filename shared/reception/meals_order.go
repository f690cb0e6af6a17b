package reception

import (
	"cmp"
	"slices"
)

// slotOrder are the meals of a day in their order.
var slotOrder = []string{"breakfast", "lunch", "dinner"}

// MealsInOrder are meals as they are eaten: papers list them so, in whatever
// order they were planned.
func MealsInOrder(list []Meal) []Meal {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Meal) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), slices.Index(slotOrder, a.Slot)-slices.Index(slotOrder, b.Slot))
	})
	return list
}
