package venue

import "yingbin/shared/staff"

// Fixture gives the rooms and vehicles of trials and demonstrations, and what
// a demonstration needs besides, as entries for staff's Import.
func Fixture() []staff.Entry {
	list := []Resource{
		{ID: "room-a", Name: "会议室 A", Latin: "Meeting room A", Kind: Room, Seats: 12, Place: "1 号楼 2 层"},
		{ID: "room-b", Name: "会议室 B", Latin: "Meeting room B", Kind: Room, Seats: 30, Place: "1 号楼 3 层"},
		{ID: "showroom", Name: "展厅", Latin: "Showroom", Kind: Room, Seats: 40, Place: "1 号楼 1 层"},
		{ID: "car", Name: "商务轿车", Latin: "Car", Kind: Vehicle, Seats: 4, Plate: "粤B·A1001"},
		{ID: "van", Name: "商务车", Latin: "Van", Kind: Vehicle, Seats: 7, Plate: "粤B·A1002"},
	}
	var entries []staff.Entry
	for _, r := range list {
		r.Schema = staff.Schema
		entries = append(entries, staff.Entry{SK: r.Kind.prefix() + r.ID, Body: r})
	}
	return entries
}
